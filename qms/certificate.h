/* SPDX-License-Identifier: MIT */
/*
 * certificate - signatures made with official X.509 certificates: detached CMS
 * (RFC 5652) beside a statement, and the certificates that an agency enrolled.
 *
 * Verified are RSA of 2048 bits and more (PKCS #1 and PSS) and ECDSA on the
 * three NIST curves, with SHA-256, SHA-384 or SHA-512; one signer, whose
 * certificate is in the signature; signed attributes, of which CAdES may add
 * its own. Nothing is fetched: no revocation list, no missing certificate. The
 * library is asked for mathematics and formats only; what is allowed is said
 * here, so that each of its versions gives the same verdict, whatever its
 * configuration. (libcrypto of OpenSSL; nobody else includes its headers.)
 */
#ifndef QMS_CERTIFICATE_H
#define QMS_CERTIFICATE_H

#include "date.h"
#include "digest.h"
#include "problem.h"
#include "text.h"

/* Authorities that enrolled certificates must lead to, when it is there. */
#define QMS_AUTHORITIES "trust/authorities.pem"

enum { QMS_CMS_LIMIT = 1024 * 1024 };	/* bytes of a signature */

struct qms_certificate {
	struct qms_text der;
	char sha256[QMS_SHA256_SIZE];	/* of the DER */
	const char *subject, *issuer;	/* "CN=Lê Quang Minh,O=Sở …,C=VN" */
	const char *serial;		/* hex digits, upper case */
	const char *key;		/* "rsa2048", "ecdsa-p256" */
	int64_t after, before;		/* seconds since 1970 UTC; the last one
					 * is good too */
};

/*
 * DER, or PEM with one certificate and nothing else. False when it is none, or
 * when its key is none of those above or may not sign.
 */
bool qms_certificate_parse(struct qms_certificate *certificate,
	struct qms_arena *arena, struct qms_text text);
void qms_certificate_write(struct qms_buffer *out,
	const struct qms_certificate *certificate);	/* PEM */

/* A file agencies/<agency>/certificates/<person>-<16 hex>.pem: the days of its
 * enrolment, each on a line of its own, then PEM as _write gives it. */
struct qms_enrolled {
	const char *person;
	struct qms_certificate certificate;
	qms_day from, to;		/* QMS_DAY_NONE: open */
};
/* False and a problem when it is not just that. */
bool qms_enrolled_parse(struct qms_enrolled *enrolled,
	struct qms_arena *arena, struct qms_text text, const char *path,
	struct qms_problems *problems);
void qms_enrolled_write(struct qms_buffer *out,
	const struct qms_enrolled *enrolled);
char *qms_enrolled_path(struct qms_arena *arena, const char *agency,
	const char *person, const struct qms_certificate *certificate);
bool qms_enrolled_is_path(const char *path);

/* A signature: who made it, by its own account, and when. */
struct qms_cms {
	struct qms_text der;
	struct qms_certificate signer;
	int64_t time;			/* signing time; INT64_MIN: none */
};
/* DER or PEM ("CMS", "PKCS7"). False unless it is as above. */
bool qms_cms_parse(struct qms_cms *cms, struct qms_arena *arena,
	struct qms_text text);
/* Did the signer's key sign just these bytes? Says nothing of whose it is. */
bool qms_cms_verify(const struct qms_cms *cms, struct qms_text message);
/*
 * Does the signer's certificate lead to one of the authorities (PEM, any
 * number) at that time, by itself or through certificates in the signature?
 */
bool qms_cms_leads_to(const struct qms_cms *cms, struct qms_text authorities,
	int64_t time);

/* Is it PEM in which each block is a certificate, of which there is one? */
bool qms_authorities_parse(struct qms_text authorities);

#endif
