/* SPDX-License-Identifier: MIT */
#include <nettle/base64.h>
#include <nettle/dsa.h>
#include <nettle/ecc-curve.h>
#include <nettle/ecc.h>
#include <nettle/ecdsa.h>
#include <nettle/eddsa.h>
#include <nettle/rsa.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <string.h>

#include "date.h"
#include "signature.h"

enum {
	SIGNATURE_LIMIT = 64 * 1024,	/* bytes of an armoured signature */
	LINE = 70,			/* characters of a line of base64 */
	RSA_LEAST = 2048, RSA_MOST = 16384	/* bits */
};

static const char armour_begin[] = "-----BEGIN SSH SIGNATURE-----\n";
static const char armour_end[] = "-----END SSH SIGNATURE-----\n";
static const char magic[] = "SSHSIG";

/* ---- the wire: lengths of four bytes, most significant first ---- */

static bool
take_number(uint32_t *number, struct qms_text *rest)
{
	const unsigned char *bytes = (const unsigned char *)rest->data;

	if (rest->size < 4)
		return false;
	*number = (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 |
	    (uint32_t)bytes[2] << 8 | bytes[3];
	rest->data += 4;
	rest->size -= 4;
	return true;
}

static bool
take(struct qms_text *piece, struct qms_text *rest)
{
	uint32_t size;

	if (!take_number(&size, rest) || size > rest->size)
		return false;
	*piece = (struct qms_text){ rest->data, size };
	rest->data += size;
	rest->size -= size;
	return true;
}

static void
put(struct qms_buffer *out, struct qms_text piece)
{
	uint32_t size = (uint32_t)piece.size;
	const char bytes[4] = { (char)(size >> 24), (char)(size >> 16),
		(char)(size >> 8), (char)size };

	qms_buffer_add(out, bytes, 4);
	qms_buffer_text(out, piece);
}

/* A number without sign and without leading zeros but the one for the sign. */
static bool
take_positive(struct qms_text *number, struct qms_text *rest)
{
	if (!take(number, rest) || number->size == 0 ||
	    (number->data[0] & 0x80) != 0)
		return false;
	if (number->data[0] != '\0')
		return true;
	number->data++;
	number->size--;
	return number->size > 0 && (number->data[0] & 0x80) != 0;
}

static void
import(mpz_t number, struct qms_text bytes)
{
	mpz_import(number, bytes.size, 1, 1, 1, 0, bytes.data);
}

/* ---- base64 ---- */

/* False unless it is what writing the bytes again would give. */
static bool
decode(struct qms_text *bytes, struct qms_arena *arena, struct qms_text text)
{
	struct base64_decode_ctx context;
	char *again;
	uint8_t *out;
	size_t size;

	if (text.size == 0 || text.size > SIGNATURE_LIMIT)
		return false;
	out = qms_arena_alloc(arena, BASE64_DECODE_LENGTH(text.size) + 1);
	size = BASE64_DECODE_LENGTH(text.size);
	base64_decode_init(&context);
	if (!base64_decode_update(&context, &size, out, text.size,
	    text.data) || !base64_decode_final(&context))
		return false;
	again = qms_arena_alloc(arena, BASE64_ENCODE_RAW_LENGTH(size) + 1);
	base64_encode_raw(again, size, out);
	*bytes = (struct qms_text){ (const char *)out, size };
	return BASE64_ENCODE_RAW_LENGTH(size) == text.size &&
	    memcmp(again, text.data, text.size) == 0;
}

/* ---- keys ---- */

enum algorithm { NONE, ED25519, ECDSA, RSA };

static const struct key_type {
	const char *name;
	enum algorithm algorithm;
	const char *curve;
	size_t size;			/* bytes of a coordinate */
	bool hardware;			/* its signature has flags and a count */
} key_types[] = {
	{ "ssh-ed25519", ED25519, NULL, 32, false },
	{ "sk-ssh-ed25519@openssh.com", ED25519, NULL, 32, true },
	{ "ecdsa-sha2-nistp256", ECDSA, "nistp256", 32, false },
	{ "ecdsa-sha2-nistp384", ECDSA, "nistp384", 48, false },
	{ "ecdsa-sha2-nistp521", ECDSA, "nistp521", 66, false },
	{ "sk-ecdsa-sha2-nistp256@openssh.com", ECDSA, "nistp256", 32, true },
	{ "ssh-rsa", RSA, NULL, 0, false },
};

struct key {
	const struct key_type *type;
	struct qms_text point;		/* Ed25519, ECDSA */
	struct qms_text exponent, modulus;	/* RSA */
	struct qms_text application;	/* of a security key */
};

static const struct key_type *
find_type(struct qms_text name)
{
	size_t i;

	for (i = 0; i < sizeof(key_types) / sizeof(*key_types); i++)
		if (qms_text_is(name, key_types[i].name))
			return &key_types[i];
	return NULL;
}

static bool
open_key(struct key *key, struct qms_text blob)
{
	struct qms_text name, curve;

	memset(key, 0, sizeof(*key));
	if (!take(&name, &blob) || (key->type = find_type(name)) == NULL)
		return false;
	if (key->type->curve != NULL && (!take(&curve, &blob) ||
	    !qms_text_is(curve, key->type->curve)))
		return false;
	if (key->type->algorithm == RSA) {
		if (!take_positive(&key->exponent, &blob) ||
		    !take_positive(&key->modulus, &blob))
			return false;
	} else if (!take(&key->point, &blob)) {
		return false;
	}
	if (key->type->hardware && !take(&key->application, &blob))
		return false;
	return blob.size == 0;
}

bool
qms_public_key_parse(struct qms_public_key *key, struct qms_arena *arena,
    struct qms_text line)
{
	struct qms_text type, base64, rest = qms_text_trim(line), name;
	struct key parts;
	const char *space;

	space = memchr(rest.data, ' ', rest.size);
	if (rest.size == 0 || space == NULL)
		return false;
	type = (struct qms_text){ rest.data, (size_t)(space - rest.data) };
	rest.size -= type.size + 1;
	rest.data = space + 1;
	space = rest.size == 0 ? NULL : memchr(rest.data, ' ', rest.size);
	base64 = rest;
	if (space != NULL)
		base64.size = (size_t)(space - rest.data);
	rest.data += base64.size;
	rest.size -= base64.size;
	if (!decode(&key->blob, arena, base64) ||
	    !open_key(&parts, key->blob))
		return false;
	name = qms_text(parts.type->name);
	if (!qms_text_equal(type, name))
		return false;
	rest = qms_text_trim(rest);
	if (memchr(rest.data, '\n', rest.size) != NULL ||
	    qms_utf8_invalid(rest) != SIZE_MAX)
		return false;
	key->type = parts.type->name;
	key->base64 = qms_arena_copy(arena, base64.data, base64.size);
	key->comment = qms_arena_copy(arena, rest.data, rest.size);
	return true;
}

char *
qms_public_key_fingerprint(struct qms_arena *arena, struct qms_text blob)
{
	char text[BASE64_ENCODE_RAW_LENGTH(SHA256_DIGEST_SIZE) + 1] = "";
	uint8_t digest[SHA256_DIGEST_SIZE];
	struct sha256_ctx context;

	sha256_init(&context);
	sha256_update(&context, blob.size, (const uint8_t *)blob.data);
	sha256_digest(&context, sizeof(digest), digest);
	base64_encode_raw(text, sizeof(digest), digest);
	text[strcspn(text, "=")] = '\0';
	return qms_arena_format(arena, "SHA256:%s", text);
}

bool
qms_public_key_is_published(const char *fingerprint)
{
	/* those of procedures-repo/demo/keys */
	static const char *const published[] = {
		"SHA256:Glv0IkKJ0AgCQBTvCYX7J7JK81HXoWw5+dey+u2YpM4",
		"SHA256:hIIbJvY28Qd1lZotGSu+pdEhiZ+X5F2HnFo1094GYyU",
		"SHA256:ielhV2gUyXN3Vforxtypzm6aQef/MGrxdOVpvpXiqeM",
		"SHA256:JVXXnVgXvLktjujICjRc5vKuB5vYQMRlrwzCkILp6bc",
		"SHA256:4jKPmoHCOkLSG2JU2ulpPwck2743n41LdGHsI4Nmi1s",
		"SHA256:l98Gm6WMynhijmHmgkthFeYzRZjb/m09stb4rYuxtvA",
		"SHA256:T/xhneYqI4Oqz7NDV3Qwk7p+Vj2eRBM1NUWUoIzYQHA",
		"SHA256:rb3yS34jd8y03zUgNkZiYrd9HZV9UQyi7QVgxp8Etc4",
	};
	size_t i;

	for (i = 0; i < sizeof(published) / sizeof(published[0]); i++)
		if (strcmp(fingerprint, published[i]) == 0)
			return true;
	return false;
}

/* ---- a signature ---- */

bool
qms_signature_parse(struct qms_signature *signature, struct qms_arena *arena,
    struct qms_text text)
{
	size_t begin = sizeof(armour_begin) - 1, end = sizeof(armour_end) - 1;
	struct qms_text blob, name_space, reserved, hash;
	struct key key;
	uint32_t version;
	char *base64;
	size_t size = 0, column = 0, i;

	if (text.size <= begin + end || text.size > SIGNATURE_LIMIT ||
	    memcmp(text.data, armour_begin, begin) != 0 ||
	    memcmp(text.data + text.size - end, armour_end, end) != 0 ||
	    text.data[text.size - end - 1] != '\n')
		return false;
	base64 = qms_arena_alloc(arena, text.size);
	for (i = begin; i < text.size - end; i++) {
		if (text.data[i] != '\n') {
			base64[size++] = text.data[i];
			column++;
		} else if (column == 0 || column > LINE ||
		    (column < LINE && i + 1 != text.size - end)) {
			return false;
		} else {
			column = 0;
		}
	}
	if (!decode(&blob, arena, (struct qms_text){ base64, size }) ||
	    blob.size < 6 || memcmp(blob.data, magic, 6) != 0)
		return false;
	blob.data += 6;
	blob.size -= 6;
	if (!take_number(&version, &blob) || version != 1 ||
	    !take(&signature->key, &blob) || !take(&name_space, &blob) ||
	    !take(&reserved, &blob) || !take(&hash, &blob) ||
	    !take(&signature->signature, &blob) || blob.size != 0)
		return false;
	if (reserved.size != 0 || name_space.size == 0 ||
	    memchr(name_space.data, '\0', name_space.size) != NULL ||
	    (!qms_text_is(hash, "sha256") && !qms_text_is(hash, "sha512")))
		return false;
	signature->name_space = qms_arena_copy(arena, name_space.data,
	    name_space.size);
	signature->hash = qms_text_is(hash, "sha256") ? "sha256" : "sha512";
	return open_key(&key, signature->key);
}

struct digest {
	uint8_t bytes[SHA512_DIGEST_SIZE];
	size_t size;
};

static void
hash(struct digest *digest, const char *name, struct qms_text text)
{
	struct sha256_ctx sha256;
	struct sha384_ctx sha384;
	struct sha512_ctx sha512;
	const uint8_t *data = (const uint8_t *)text.data;

	if (strcmp(name, "sha256") == 0) {
		sha256_init(&sha256);
		sha256_update(&sha256, text.size, data);
		digest->size = SHA256_DIGEST_SIZE;
		sha256_digest(&sha256, digest->size, digest->bytes);
	} else if (strcmp(name, "sha384") == 0) {
		sha384_init(&sha384);
		sha384_update(&sha384, text.size, data);
		digest->size = SHA384_DIGEST_SIZE;
		sha384_digest(&sha384, digest->size, digest->bytes);
	} else {
		sha512_init(&sha512);
		sha512_update(&sha512, text.size, data);
		digest->size = SHA512_DIGEST_SIZE;
		sha512_digest(&sha512, digest->size, digest->bytes);
	}
}

static struct qms_text
view(const struct digest *digest)
{
	return (struct qms_text){ (const char *)digest->bytes, digest->size };
}

/* What is signed: the message by its hash, and what it is signed for. */
static void
write_signed(struct qms_buffer *out, const struct qms_signature *signature,
    struct qms_text message)
{
	struct digest digest;

	hash(&digest, signature->hash, message);
	qms_buffer_add(out, magic, 6);
	put(out, qms_text(signature->name_space));
	put(out, qms_text(""));
	put(out, qms_text(signature->hash));
	put(out, view(&digest));
}

/* A security key signs hashes, its flags and its count. */
static void
write_hardware(struct qms_buffer *out, const struct key *key,
    struct qms_text tail, struct qms_text signed_bytes)
{
	struct digest digest;

	hash(&digest, "sha256", key->application);
	qms_buffer_text(out, view(&digest));
	qms_buffer_text(out, tail);
	hash(&digest, "sha256", signed_bytes);
	qms_buffer_text(out, view(&digest));
}

static bool
verify_ed25519(const struct key *key, struct qms_text raw,
    struct qms_text text)
{
	return key->point.size == ED25519_KEY_SIZE &&
	    raw.size == ED25519_SIGNATURE_SIZE &&
	    ed25519_sha512_verify((const uint8_t *)key->point.data, text.size,
	    (const uint8_t *)text.data, (const uint8_t *)raw.data) == 1;
}

static bool
verify_ecdsa(const struct key *key, struct qms_text raw, struct qms_text text)
{
	const struct ecc_curve *curve = key->type->size == 32 ?
	    nettle_get_secp_256r1() : key->type->size == 48 ?
	    nettle_get_secp_384r1() : nettle_get_secp_521r1();
	const char *name = key->type->size == 32 ? "sha256" :
	    key->type->size == 48 ? "sha384" : "sha512";
	size_t size = key->type->size;
	struct dsa_signature signature;
	struct qms_text r, s;
	struct ecc_point point;
	struct digest digest;
	bool right = false;
	mpz_t x, y;

	/* an uncompressed point, and two numbers */
	if (key->point.size != 1 + 2 * size || key->point.data[0] != 4 ||
	    !take_positive(&r, &raw) || !take_positive(&s, &raw) ||
	    raw.size != 0 || r.size > size || s.size > size)
		return false;
	mpz_init(x);
	mpz_init(y);
	ecc_point_init(&point, curve);
	dsa_signature_init(&signature);
	import(x, (struct qms_text){ key->point.data + 1, size });
	import(y, (struct qms_text){ key->point.data + 1 + size, size });
	if (ecc_point_set(&point, x, y)) {
		import(signature.r, r);
		import(signature.s, s);
		hash(&digest, name, text);
		right = ecdsa_verify(&point, digest.size, digest.bytes,
		    &signature) == 1;
	}
	dsa_signature_clear(&signature);
	ecc_point_clear(&point);
	mpz_clear(x);
	mpz_clear(y);
	return right;
}

static bool
verify_rsa(const struct key *key, const char *name, struct qms_text raw,
    struct qms_text text)
{
	struct rsa_public_key rsa;
	struct digest digest;
	bool right = false;
	mpz_t number;
	size_t bits;

	rsa_public_key_init(&rsa);
	mpz_init(number);
	import(rsa.e, key->exponent);
	import(rsa.n, key->modulus);
	import(number, raw);
	bits = mpz_sizeinbase(rsa.n, 2);
	hash(&digest, name, text);
	if (bits >= RSA_LEAST && bits <= RSA_MOST && mpz_odd_p(rsa.n) &&
	    rsa_public_key_prepare(&rsa) && raw.size == rsa.size)
		right = strcmp(name, "sha256") == 0 ?
		    rsa_sha256_verify_digest(&rsa, digest.bytes, number) == 1 :
		    rsa_sha512_verify_digest(&rsa, digest.bytes, number) == 1;
	mpz_clear(number);
	rsa_public_key_clear(&rsa);
	return right;
}

static bool
verify_raw(const struct key *key, struct qms_text name, struct qms_text raw,
    struct qms_text text)
{
	if (key->type->algorithm == RSA && qms_text_is(name, "rsa-sha2-512"))
		return verify_rsa(key, "sha512", raw, text);
	if (key->type->algorithm == RSA && qms_text_is(name, "rsa-sha2-256"))
		return verify_rsa(key, "sha256", raw, text);
	if (!qms_text_is(name, key->type->name))
		return false;
	return key->type->algorithm == ED25519 ?
	    verify_ed25519(key, raw, text) :
	    key->type->algorithm == ECDSA && verify_ecdsa(key, raw, text);
}

bool
qms_signature_verify(const struct qms_signature *signature,
    struct qms_text message)
{
	struct qms_text name, raw, rest = signature->signature;
	struct qms_buffer text = { 0 }, hardware = { 0 };
	struct key key;
	bool right;

	if (!open_key(&key, signature->key) || !take(&name, &rest) ||
	    !take(&raw, &rest) || rest.size != (key.type->hardware ? 5 : 0))
		return false;
	/* the first bit of the flags: somebody was there and touched it */
	if (key.type->hardware && (rest.data[0] & 1) == 0)
		return false;
	write_signed(&text, signature, message);
	if (key.type->hardware)
		write_hardware(&hardware, &key, rest, qms_buffer_view(&text));
	right = verify_raw(&key, name, raw, qms_buffer_view(
	    key.type->hardware ? &hardware : &text));
	qms_buffer_free(&text);
	qms_buffer_free(&hardware);
	return right;
}

/* ---- lists of signers ---- */

/* YYYYMMDDHHMMSSZ */
static bool
read_time(int64_t *time, struct qms_text text)
{
	int fields[6], widths[6] = { 4, 2, 2, 2, 2, 2 };
	char written[32];
	size_t at = 0;
	qms_day day;
	int i, j;

	if (text.size != 15 || text.data[14] != 'Z')
		return false;
	for (i = 0; i < 6; i++)
		for (fields[i] = 0, j = 0; j < widths[i]; j++, at++) {
			if (text.data[at] < '0' || text.data[at] > '9')
				return false;
			fields[i] = 10 * fields[i] + text.data[at] - '0';
		}
	(void)snprintf(written, sizeof(written), "%04d-%02d-%02d", fields[0],
	    fields[1], fields[2]);
	day = qms_day_parse(qms_text(written));
	if (day == QMS_DAY_NONE || fields[3] > 23 || fields[4] > 59 ||
	    fields[5] > 59)
		return false;
	*time = (int64_t)day * 86400 + fields[3] * 3600 + fields[4] * 60 +
	    fields[5];
	return true;
}

static void
write_time(struct qms_buffer *out, int64_t time)
{
	char day[QMS_DAY_SIZE];
	int64_t second = ((time % 86400) + 86400) % 86400;

	qms_day_format(day, (qms_day)((time - second) / 86400));
	qms_buffer_format(out, "%.4s%.2s%.2s%02d%02d%02dZ", day, day + 5,
	    day + 8, (int)(second / 3600), (int)(second / 60 % 60),
	    (int)(second % 60));
}

/* name="value", and what follows; each at most once. */
static bool
take_option(const char **value, struct qms_arena *arena,
    struct qms_text *rest, const char *name)
{
	size_t size = strlen(name);
	const char *end;

	if (*value != NULL || rest->size < size + 3 ||
	    memcmp(rest->data, name, size) != 0 || rest->data[size] != '=' ||
	    rest->data[size + 1] != '"')
		return false;
	rest->data += size + 2;
	rest->size -= size + 2;
	end = memchr(rest->data, '"', rest->size);
	if (end == NULL)
		return false;
	*value = qms_arena_copy(arena, rest->data,
	    (size_t)(end - rest->data));
	rest->size -= (size_t)(end + 1 - rest->data);
	rest->data = end + 1;
	return true;
}

static bool
read_options(struct qms_signer *signer, struct qms_arena *arena,
    struct qms_text options)
{
	const char *spaces = NULL, *after = NULL, *before = NULL, *comma;

	for (;;) {
		if (!take_option(&spaces, arena, &options, "namespaces") &&
		    !take_option(&after, arena, &options, "valid-after") &&
		    !take_option(&before, arena, &options, "valid-before"))
			return false;
		if (options.size == 0)
			break;
		if (options.data[0] != ',')
			return false;
		options.data++;
		options.size--;
	}
	signer->after = INT64_MIN;
	signer->before = INT64_MAX;
	if (spaces == NULL || strpbrk(spaces, "*?! \t") != NULL ||
	    (after != NULL && !read_time(&signer->after, qms_text(after))) ||
	    (before != NULL && !read_time(&signer->before, qms_text(before))))
		return false;
	do {
		comma = strchr(spaces, ',');
		if (comma == spaces || *spaces == '\0')
			return false;
		qms_strings_add(arena, &signer->name_spaces, comma == NULL ?
		    spaces : qms_arena_copy(arena, spaces,
		    (size_t)(comma - spaces)));
		spaces = comma == NULL ? NULL : comma + 1;
	} while (spaces != NULL);
	return true;
}

static bool
is_principal(struct qms_text text)
{
	size_t i;

	for (i = 0; i < text.size; i++)
		if (strchr("abcdefghijklmnopqrstuvwxyz0123456789-._/",
		    text.data[i]) == NULL || text.data[i] == '\0')
			return false;
	return text.size > 0;
}

/* A piece up to the next space; *rest is behind it. */
static struct qms_text
take_word(struct qms_text *rest)
{
	const char *space = rest->size == 0 ? NULL :
	    memchr(rest->data, ' ', rest->size);
	struct qms_text word = *rest;

	if (space == NULL) {
		*rest = (struct qms_text){ rest->data + rest->size, 0 };
		return word;
	}
	word.size = (size_t)(space - rest->data);
	rest->size -= word.size + 1;
	rest->data = space + 1;
	return word;
}

static bool
read_signer(struct qms_signer *signer, struct qms_arena *arena,
    struct qms_text line)
{
	struct qms_text principal = take_word(&line);
	struct qms_text options = take_word(&line);

	if (!is_principal(principal) || !read_options(signer, arena, options))
		return false;
	signer->principal = qms_arena_copy(arena, principal.data,
	    principal.size);
	return qms_public_key_parse(&signer->key, arena, line);
}

void
qms_signers_parse(struct qms_signers *signers, struct qms_arena *arena,
    struct qms_text text, const char *path, struct qms_problems *problems)
{
	struct qms_text line, rest = text;
	struct qms_signer signer;
	int number = 0;

	memset(signers, 0, sizeof(*signers));
	while (qms_text_line(&line, &rest)) {
		number++;
		if (line.size == 0 || line.data[0] == '#')
			continue;
		memset(&signer, 0, sizeof(signer));
		signer.line = number;
		if (read_signer(&signer, arena, line))
			*qms_push(arena, signers->items, signers->count,
			    signers->room) = signer;
		else
			qms_report(problems, path, number, 1, QMS_M_S105);
	}
}

const struct qms_signer *
qms_signers_find(const struct qms_signers *signers, const char *principal,
    const char *name_space, struct qms_text key, int64_t time)
{
	const struct qms_signer *one;
	size_t i;

	for (i = 0; i < signers->count; i++) {
		one = &signers->items[i];
		if (strcmp(one->principal, principal) == 0 &&
		    qms_strings_has(&one->name_spaces, name_space) &&
		    qms_text_equal(one->key.blob, key) &&
		    time >= one->after && time < one->before)
			return one;
	}
	return NULL;
}

void
qms_signer_write(struct qms_buffer *out, const struct qms_signer *signer)
{
	size_t i;

	qms_buffer_format(out, "%s namespaces=\"", signer->principal);
	for (i = 0; i < signer->name_spaces.count; i++)
		qms_buffer_format(out, "%s%s", i == 0 ? "" : ",",
		    signer->name_spaces.items[i]);
	qms_buffer_char(out, '"');
	if (signer->after != INT64_MIN) {
		qms_buffer_string(out, ",valid-after=\"");
		write_time(out, signer->after);
		qms_buffer_char(out, '"');
	}
	if (signer->before != INT64_MAX) {
		qms_buffer_string(out, ",valid-before=\"");
		write_time(out, signer->before);
		qms_buffer_char(out, '"');
	}
	qms_buffer_format(out, " %s %s%s%s\n", signer->key.type,
	    signer->key.base64, signer->key.comment[0] == '\0' ? "" : " ",
	    signer->key.comment);
}
