/* SPDX-License-Identifier: MIT */
#include <nettle/base64.h>
#include <openssl/cms.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/ess.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <string.h>

#include "certificate.h"

enum {
	CERTIFICATE_LIMIT = 64 * 1024,	/* bytes of one */
	AUTHORITIES = 256,		/* certificates in a list */
	LINE = 64,			/* characters of a line of PEM */
	HEX = 16,			/* digits in a file's name */
	RSA_LEAST = 2048, RSA_MOST = 16384	/* bits */
};

/* No configuration of the machine has a say, nor has its environment. */
static void
begin(void)
{
	(void)OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
	ERR_clear_error();
}

/* ---- PEM ---- */

static bool
is_line(struct qms_text line, const char *word, const char *label)
{
	char wanted[64];
	int size = snprintf(wanted, sizeof(wanted), "-----%s %s-----", word,
	    label);

	if (line.size > 0 && line.data[line.size - 1] == '\r')
		line.size--;
	return (size_t)size == line.size &&
	    memcmp(line.data, wanted, line.size) == 0;
}

static bool
decode(struct qms_text *der, struct qms_arena *arena, struct qms_text base64)
{
	struct base64_decode_ctx context;
	uint8_t *out;
	size_t size = BASE64_DECODE_LENGTH(base64.size);

	out = qms_arena_alloc(arena, size + 1);
	base64_decode_init(&context);
	if (base64.size == 0 || !base64_decode_update(&context, &size, out,
	    base64.size, base64.data) || !base64_decode_final(&context))
		return false;
	*der = (struct qms_text){ (const char *)out, size };
	return size > 0;
}

/*
 * The next block of this label; words may stand before it. *rest begins behind
 * it. (The library's own reader would ask for passwords.)
 */
static bool
take_pem(struct qms_text *der, struct qms_arena *arena, struct qms_text *rest,
    const char *label)
{
	struct qms_text line, base64 = { 0 };

	while (qms_text_line(&line, rest)) {
		if (base64.data == NULL && is_line(line, "BEGIN", label))
			base64.data = rest->data;
		else if (base64.data != NULL && is_line(line, "END", label)) {
			base64.size = (size_t)(line.data - base64.data);
			return decode(der, arena, base64);
		}
	}
	return false;
}

/* DER as it is, or out of PEM that holds one thing only. */
static bool
take_one(struct qms_text *der, struct qms_arena *arena, struct qms_text text,
    const char *label)
{
	static const char dashes[] = "-----BEGIN ";

	if (text.size > 0 && text.data[0] == '0') {
		*der = text;
		return true;
	}
	if (text.size < strlen(dashes) ||
	    memcmp(text.data, dashes, strlen(dashes)) != 0 ||
	    !take_pem(der, arena, &text, label))
		return false;
	return qms_text_trim(text).size == 0;
}

static void
put_pem(struct qms_buffer *out, struct qms_text der, const char *label)
{
	size_t size = BASE64_ENCODE_RAW_LENGTH(der.size), i;
	struct qms_arena arena = { 0 };
	char *base64 = qms_arena_alloc(&arena, size + 1);

	base64_encode_raw(base64, der.size, (const uint8_t *)der.data);
	qms_buffer_format(out, "-----BEGIN %s-----\n", label);
	for (i = 0; i < size; i += LINE)
		qms_buffer_format(out, "%.*s\n", size - i < LINE ?
		    (int)(size - i) : LINE, base64 + i);
	qms_buffer_format(out, "-----END %s-----\n", label);
	qms_arena_free(&arena);
}

/* ---- a certificate ---- */

static X509 *
open_x509(struct qms_text der)
{
	const unsigned char *at = (const unsigned char *)der.data;
	X509 *x509 = NULL;

	if (der.size == 0 || der.size > CERTIFICATE_LIMIT)
		return NULL;
	x509 = d2i_X509(NULL, &at, (long)der.size);
	if (x509 != NULL && at != (const unsigned char *)der.data + der.size) {
		X509_free(x509);
		x509 = NULL;
	}
	return x509;
}

static char *
name_of(struct qms_arena *arena, const X509_NAME *name)
{
	BIO *bio = BIO_new(BIO_s_mem());
	char *bytes, *made;
	long size;

	if (bio == NULL)
		qms_arena_exhausted();
	(void)X509_NAME_print_ex(bio, name, 0, (XN_FLAG_RFC2253 |
	    ASN1_STRFLGS_UTF8_CONVERT) & ~(unsigned long)ASN1_STRFLGS_ESC_MSB);
	size = BIO_get_mem_data(bio, &bytes);
	made = qms_arena_copy(arena, size <= 0 ? "" : bytes,
	    size <= 0 ? 0 : (size_t)size);
	BIO_free(bio);
	if (qms_utf8_invalid(qms_text(made)) != SIZE_MAX)
		*made = '\0';
	return made;
}

static char *
serial_of(struct qms_arena *arena, const X509 *x509)
{
	const ASN1_INTEGER *serial = X509_get0_serialNumber(x509);
	BIGNUM *number = ASN1_INTEGER_to_BN(serial, NULL);
	char *hex = number == NULL ? NULL : BN_bn2hex(number), *made;

	made = qms_arena_string(arena, hex == NULL ? "" : hex);
	OPENSSL_free(hex);
	BN_free(number);
	return made;
}

static bool
seconds_of(int64_t *seconds, const ASN1_TIME *time)
{
	ASN1_TIME *start = ASN1_TIME_set(NULL, 0);
	int days = 0, rest = 0;
	bool right;

	right = start != NULL && time != NULL && ASN1_TIME_check(time) == 1 &&
	    ASN1_TIME_diff(&days, &rest, start, time) == 1;
	*seconds = (int64_t)days * 86400 + rest;
	ASN1_TIME_free(start);
	return right;
}

/* The name of a key that is strong enough, or NULL. */
static const char *
strength(struct qms_arena *arena, const X509 *x509)
{
	static const char *const curves[][2] = {
		{ "prime256v1", "ecdsa-p256" }, { "secp384r1", "ecdsa-p384" },
		{ "secp521r1", "ecdsa-p521" },
	};
	const EVP_PKEY *key = X509_get0_pubkey(x509);
	const X509_ALGOR *algorithm;
	const ASN1_OBJECT *object;
	char curve[64] = "";
	size_t size = 0, i;
	int type, bits, form;

	if (key == NULL)
		return NULL;
	type = EVP_PKEY_get_base_id(key);
	bits = EVP_PKEY_get_bits(key);
	if (type == EVP_PKEY_RSA || type == EVP_PKEY_RSA_PSS)
		return bits < RSA_LEAST || bits > RSA_MOST ? NULL :
		    qms_arena_format(arena, "rsa%d", bits);
	if (type != EVP_PKEY_EC || EVP_PKEY_get_group_name(key, curve,
	    sizeof(curve), &size) != 1)
		return NULL;
	/* a curve by its name, not by parameters that look like it */
	X509_PUBKEY_get0_param(NULL, NULL, NULL, (X509_ALGOR **)&algorithm,
	    X509_get_X509_PUBKEY(x509));
	X509_ALGOR_get0(&object, &form, NULL, algorithm);
	if (form != V_ASN1_OBJECT)
		return NULL;
	for (i = 0; i < sizeof(curves) / sizeof(*curves); i++)
		if (strcmp(curve, curves[i][0]) == 0)
			return curves[i][1];
	return NULL;
}

static bool
describe(struct qms_certificate *certificate, struct qms_arena *arena,
    X509 *x509)
{
	uint32_t usage = X509_get_key_usage(x509);

	certificate->key = strength(arena, x509);
	certificate->subject = name_of(arena, X509_get_subject_name(x509));
	certificate->issuer = name_of(arena, X509_get_issuer_name(x509));
	certificate->serial = serial_of(arena, x509);
	/* all bits when the certificate does not say */
	return certificate->key != NULL &&
	    (usage & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) != 0 &&
	    (X509_get_extension_flags(x509) & EXFLAG_INVALID) == 0 &&
	    seconds_of(&certificate->after, X509_get0_notBefore(x509)) &&
	    seconds_of(&certificate->before, X509_get0_notAfter(x509));
}

bool
qms_certificate_parse(struct qms_certificate *certificate,
    struct qms_arena *arena, struct qms_text text)
{
	X509 *x509 = NULL;
	bool right;

	begin();
	memset(certificate, 0, sizeof(*certificate));
	right = text.size <= 2 * CERTIFICATE_LIMIT &&
	    take_one(&certificate->der, arena, text, "CERTIFICATE") &&
	    (x509 = open_x509(certificate->der)) != NULL &&
	    describe(certificate, arena, x509);
	if (right)
		qms_sha256(certificate->sha256, certificate->der);
	X509_free(x509);
	ERR_clear_error();
	return right;
}

void
qms_certificate_write(struct qms_buffer *out,
    const struct qms_certificate *certificate)
{
	put_pem(out, certificate->der, "CERTIFICATE");
}

/* ---- enrolled ---- */

/* The person, when the name is "<person>-<16 hex>.pem"; else NULL. */
static const char *
person_of(struct qms_arena *arena, const char *path, const char **hex)
{
	static const char start[] = "agencies/", place[] = "certificates/";
	const char *name, *slash;
	size_t size;

	if (!qms_starts_with(path, start) ||
	    (slash = strchr(path + strlen(start), '/')) == NULL ||
	    !qms_starts_with(slash + 1, place))
		return NULL;
	name = slash + 1 + strlen(place);
	size = strlen(name);
	if (strchr(name, '/') != NULL || !qms_ends_with(name, ".pem") ||
	    size < HEX + strlen("x-.pem"))
		return NULL;
	size -= HEX + strlen("-.pem");
	if (name[size] != '-' ||
	    strspn(name + size + 1, "0123456789abcdef") != HEX)
		return NULL;
	*hex = name + size + 1;
	return qms_arena_copy(arena, name, size);
}

bool
qms_enrolled_is_path(const char *path)
{
	struct qms_arena arena = { 0 };
	const char *hex;
	bool is = person_of(&arena, path, &hex) != NULL;

	qms_arena_free(&arena);
	return is;
}

char *
qms_enrolled_path(struct qms_arena *arena, const char *agency,
    const char *person, const struct qms_certificate *certificate)
{
	return qms_arena_format(arena, "agencies/%s/certificates/%s-%.*s.pem",
	    agency, person, HEX, certificate->sha256);
}

/* "to: 2026-02-10", when the line is that. */
static bool
take_day(qms_day *day, struct qms_text *rest, const char *key)
{
	struct qms_text line, behind = *rest;
	size_t size = strlen(key);

	*day = QMS_DAY_NONE;
	if (!qms_text_line(&line, &behind) || line.size != size + 10 ||
	    memcmp(line.data, key, size) != 0)
		return false;
	*day = qms_day_parse((struct qms_text){ line.data + size, 10 });
	*rest = behind;
	return *day != QMS_DAY_NONE;
}

static const char from_key[] = "from: ", to_key[] = "to: ";

bool
qms_enrolled_parse(struct qms_enrolled *enrolled, struct qms_arena *arena,
    struct qms_text text, const char *path, struct qms_problems *problems)
{
	struct qms_buffer again = { 0 };
	struct qms_text rest = text;
	const char *hex;
	bool right;

	*enrolled = (struct qms_enrolled){ 0 };
	enrolled->person = person_of(arena, path, &hex);
	(void)take_day(&enrolled->from, &rest, from_key);
	(void)take_day(&enrolled->to, &rest, to_key);
	right = enrolled->person != NULL && qms_certificate_parse(
	    &enrolled->certificate, arena, rest) &&
	    strncmp(enrolled->certificate.sha256, hex, HEX) == 0;
	if (right) {
		qms_enrolled_write(&again, enrolled);
		right = qms_text_equal(qms_buffer_view(&again), text);
	}
	qms_buffer_free(&again);
	if (!right)
		qms_report(problems, path, 0, 0, QMS_M_S126);
	return right;
}

void
qms_enrolled_write(struct qms_buffer *out,
    const struct qms_enrolled *enrolled)
{
	char day[QMS_DAY_SIZE];

	if (enrolled->from != QMS_DAY_NONE)
		qms_buffer_format(out, "%s%s\n", from_key,
		    qms_day_format(day, enrolled->from));
	if (enrolled->to != QMS_DAY_NONE)
		qms_buffer_format(out, "%s%s\n", to_key,
		    qms_day_format(day, enrolled->to));
	qms_certificate_write(out, &enrolled->certificate);
}

/* ---- a signature ---- */

static CMS_ContentInfo *
open_cms(struct qms_text der)
{
	const unsigned char *at = (const unsigned char *)der.data;
	CMS_ContentInfo *cms;

	if (der.size == 0 || der.size > QMS_CMS_LIMIT)
		return NULL;
	cms = d2i_CMS_ContentInfo(NULL, &at, (long)der.size);
	if (cms != NULL && at != (const unsigned char *)der.data + der.size) {
		CMS_ContentInfo_free(cms);
		cms = NULL;
	}
	return cms;
}

static bool
is_sha2(const X509_ALGOR *algorithm)
{
	const ASN1_OBJECT *object;
	int nid;

	if (algorithm == NULL)
		return false;
	X509_ALGOR_get0(&object, NULL, NULL, algorithm);
	nid = OBJ_obj2nid(object);
	return nid == NID_sha256 || nid == NID_sha384 || nid == NID_sha512;
}

/* Both hashes of PSS are SHA-2; what is left out would be SHA-1. */
static bool
is_sound_pss(const X509_ALGOR *algorithm)
{
	RSA_PSS_PARAMS *read;
	X509_ALGOR *mask = NULL;
	const ASN1_OBJECT *object;
	const void *value;
	int type;
	bool right;

	X509_ALGOR_get0(&object, &type, &value, algorithm);
	if (type != V_ASN1_SEQUENCE)
		return false;
	read = ASN1_item_unpack(value, ASN1_ITEM_rptr(RSA_PSS_PARAMS));
	if (read != NULL && read->maskGenAlgorithm != NULL) {
		X509_ALGOR_get0(&object, &type, &value,
		    read->maskGenAlgorithm);
		if (OBJ_obj2nid(object) == NID_mgf1 &&
		    type == V_ASN1_SEQUENCE)
			mask = ASN1_item_unpack(value,
			    ASN1_ITEM_rptr(X509_ALGOR));
	}
	right = read != NULL && is_sha2(read->hashAlgorithm) && is_sha2(mask);
	X509_ALGOR_free(mask);
	RSA_PSS_PARAMS_free(read);
	return right;
}

static bool
is_sound(CMS_SignerInfo *signer)
{
	X509_ALGOR *digest, *signature;
	const ASN1_OBJECT *object;

	CMS_SignerInfo_get0_algs(signer, NULL, NULL, &digest, &signature);
	if (!is_sha2(digest))
		return false;
	X509_ALGOR_get0(&object, NULL, NULL, signature);
	switch (OBJ_obj2nid(object)) {
	case NID_rsaEncryption:
	case NID_sha256WithRSAEncryption:
	case NID_sha384WithRSAEncryption:
	case NID_sha512WithRSAEncryption:
	case NID_ecdsa_with_SHA256:
	case NID_ecdsa_with_SHA384:
	case NID_ecdsa_with_SHA512:
		return true;
	case NID_rsassaPss:
		return is_sound_pss(signature);
	default:
		return false;
	}
}

/* Detached, of plain data, by one signer with attributes; or NULL. */
static CMS_SignerInfo *
signer_of(CMS_ContentInfo *cms)
{
	STACK_OF(CMS_SignerInfo) *signers;
	CMS_SignerInfo *signer;

	if (OBJ_obj2nid(CMS_get0_type(cms)) != NID_pkcs7_signed ||
	    CMS_is_detached(cms) != 1 ||
	    OBJ_obj2nid(CMS_get0_eContentType(cms)) != NID_pkcs7_data)
		return NULL;
	signers = CMS_get0_SignerInfos(cms);
	if (signers == NULL || sk_CMS_SignerInfo_num(signers) != 1)
		return NULL;
	signer = sk_CMS_SignerInfo_value(signers, 0);
	return CMS_signed_get_attr_count(signer) > 0 && is_sound(signer) ?
	    signer : NULL;
}

/* The attribute's one value, or NULL; *there: it is given. */
static const ASN1_TYPE *
attribute(bool *there, const CMS_SignerInfo *signer, int nid)
{
	int at = CMS_signed_get_attr_by_NID(signer, nid, -1);
	X509_ATTRIBUTE *found;

	*there = at >= 0;
	if (at < 0 || CMS_signed_get_attr_by_NID(signer, nid, at) >= 0)
		return NULL;
	found = CMS_signed_get_attr(signer, at);
	return X509_ATTRIBUTE_count(found) == 1 ?
	    X509_ATTRIBUTE_get0_type(found, 0) : NULL;
}

static bool
take_time(int64_t *time, const CMS_SignerInfo *signer)
{
	const ASN1_TYPE *value;
	bool there;

	*time = INT64_MIN;
	value = attribute(&there, signer, NID_pkcs9_signingTime);
	if (!there)
		return true;
	if (value == NULL || (value->type != V_ASN1_UTCTIME &&
	    value->type != V_ASN1_GENERALIZEDTIME))
		return false;
	return seconds_of(time, value->value.asn1_string);
}

/* The certificate that CAdES binds the signature to is this one. */
static bool
is_bound(const CMS_SignerInfo *signer, X509 *x509, STACK_OF(X509) *others)
{
	ESS_SIGNING_CERT_V2 *read;
	STACK_OF(X509) *chain;
	const ASN1_TYPE *value;
	const unsigned char *at;
	bool there, right;
	int i;

	value = attribute(&there, signer, NID_id_smime_aa_signingCertificateV2);
	if (!there)
		return true;
	if (value == NULL || value->type != V_ASN1_SEQUENCE)
		return false;
	at = value->value.sequence->data;
	read = d2i_ESS_SIGNING_CERT_V2(NULL, &at,
	    value->value.sequence->length);
	chain = sk_X509_new_null();
	right = read != NULL && chain != NULL &&
	    sk_X509_push(chain, x509) > 0;
	for (i = 0; right && i < sk_X509_num(others); i++)
		right = sk_X509_push(chain, sk_X509_value(others, i)) > 0;
	right = right && OSSL_ESS_check_signing_certs(NULL, read, chain, 1)
	    > 0;
	sk_X509_free(chain);
	ESS_SIGNING_CERT_V2_free(read);
	return right;
}

/* The signer's certificate among those that the signature brings, or NULL. */
static X509 *
certificate_of(CMS_SignerInfo *signer, STACK_OF(X509) *certificates)
{
	int i;

	for (i = 0; i < sk_X509_num(certificates); i++)
		if (CMS_SignerInfo_cert_cmp(signer,
		    sk_X509_value(certificates, i)) == 0)
			return sk_X509_value(certificates, i);
	return NULL;
}

static bool
describe_signer(struct qms_cms *cms, struct qms_arena *arena, X509 *x509)
{
	unsigned char *der = NULL;
	int size = i2d_X509(x509, &der);

	if (size <= 0 || size > CERTIFICATE_LIMIT) {
		OPENSSL_free(der);
		return false;
	}
	cms->signer.der = (struct qms_text){ qms_arena_copy(arena,
	    (const char *)der, (size_t)size), (size_t)size };
	OPENSSL_free(der);
	qms_sha256(cms->signer.sha256, cms->signer.der);
	return describe(&cms->signer, arena, x509);
}

bool
qms_cms_parse(struct qms_cms *cms, struct qms_arena *arena,
    struct qms_text text)
{
	STACK_OF(X509) *certificates = NULL;
	CMS_ContentInfo *read = NULL;
	CMS_SignerInfo *signer;
	X509 *x509;
	bool right;

	begin();
	*cms = (struct qms_cms){ 0 };
	right = text.size <= 2 * QMS_CMS_LIMIT &&
	    (take_one(&cms->der, arena, text, "CMS") ||
	    take_one(&cms->der, arena, text, "PKCS7")) &&
	    (read = open_cms(cms->der)) != NULL &&
	    (signer = signer_of(read)) != NULL &&
	    (certificates = CMS_get1_certs(read)) != NULL &&
	    (x509 = certificate_of(signer, certificates)) != NULL &&
	    take_time(&cms->time, signer) &&
	    is_bound(signer, x509, certificates) &&
	    describe_signer(cms, arena, x509);
	sk_X509_pop_free(certificates, X509_free);
	CMS_ContentInfo_free(read);
	ERR_clear_error();
	return right;
}

bool
qms_cms_verify(const struct qms_cms *cms, struct qms_text message)
{
	CMS_ContentInfo *read;
	STACK_OF(X509) *only = sk_X509_new_null();
	X509 *x509 = NULL;
	/* behind a filter: of bare memory the library loses some, when the
	 * signature is wrong */
	BIO *bio = BIO_new(BIO_f_null()), *memory = NULL;
	bool right = false;

	begin();
	read = open_cms(cms->der);
	if (message.size > INT32_MAX)
		message = qms_text("");	/* nobody signs that */
	memory = BIO_new_mem_buf(message.data == NULL ? "" : message.data,
	    (int)message.size);
	if (bio == NULL || memory == NULL)
		qms_arena_exhausted();
	(void)BIO_push(bio, memory);
	x509 = open_x509(cms->signer.der);
	if (read != NULL && only != NULL && x509 != NULL &&
	    signer_of(read) != NULL && sk_X509_push(only, x509) > 0)
		right = CMS_verify(read, only, NULL, bio, NULL, CMS_BINARY |
		    CMS_DETACHED | CMS_NOINTERN |
		    CMS_NO_SIGNER_CERT_VERIFY) == 1;
	BIO_free_all(bio);
	X509_free(x509);
	sk_X509_free(only);
	CMS_ContentInfo_free(read);
	ERR_clear_error();
	return right;
}

/* ---- authorities ---- */

static X509_STORE *
open_authorities(struct qms_text text)
{
	X509_STORE *store = X509_STORE_new();
	struct qms_arena arena = { 0 };
	struct qms_text der;
	X509 *x509;
	int count = 0;

	while (store != NULL && count++ < AUTHORITIES &&
	    take_pem(&der, &arena, &text, "CERTIFICATE")) {
		x509 = open_x509(der);
		if (x509 != NULL)
			(void)X509_STORE_add_cert(store, x509);
		X509_free(x509);
	}
	qms_arena_free(&arena);
	return store;
}

bool
qms_cms_leads_to(const struct qms_cms *cms, struct qms_text authorities,
    int64_t time)
{
	X509_STORE_CTX *context = X509_STORE_CTX_new();
	STACK_OF(X509) *others = NULL;
	X509_VERIFY_PARAM *how;
	CMS_ContentInfo *read;
	X509_STORE *store;
	X509 *x509;
	bool right = false;

	begin();
	read = open_cms(cms->der);
	x509 = open_x509(cms->signer.der);
	store = open_authorities(authorities);
	if (read != NULL)
		others = CMS_get1_certs(read);
	if (context != NULL && store != NULL && x509 != NULL &&
	    X509_STORE_CTX_init(context, store, x509, others) == 1) {
		how = X509_STORE_CTX_get0_param(context);
		X509_VERIFY_PARAM_set_time(how, (time_t)time);
		X509_VERIFY_PARAM_set_depth(how, 8);
		/* 112 bits: neither SHA-1 nor RSA below 2048 */
		X509_VERIFY_PARAM_set_auth_level(how, 2);
		(void)X509_VERIFY_PARAM_set_flags(how,
		    X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_USE_CHECK_TIME);
		right = X509_verify_cert(context) == 1;
	}
	X509_STORE_CTX_free(context);
	X509_STORE_free(store);
	X509_free(x509);
	sk_X509_pop_free(others, X509_free);
	CMS_ContentInfo_free(read);
	ERR_clear_error();
	return right;
}

bool
qms_authorities_parse(struct qms_text authorities)
{
	struct qms_text line, rest = authorities, der;
	struct qms_arena arena = { 0 };
	int begun = 0, count = 0;
	X509 *x509;

	begin();
	while (qms_text_line(&line, &rest))
		begun += line.size > 10 && memcmp(line.data, "-----BEGIN", 10)
		    == 0;
	while (take_pem(&der, &arena, &authorities, "CERTIFICATE")) {
		x509 = open_x509(der);
		count += x509 != NULL;
		X509_free(x509);
	}
	qms_arena_free(&arena);
	ERR_clear_error();
	return count > 0 && count == begun && count < AUTHORITIES;
}
