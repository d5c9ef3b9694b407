/* Argon2id, random tokens and slowed tries, on libsodium.
 * SPDX-License-Identifier: Apache-2.0 */
#include "serve/login.h"
#include "base/hash.h"
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PASSWORD_LEAST = 8, PASSWORD_MOST = 200 };

gz_status gz_login_init(gz_login *login, gz_ledger *ledger, gz_error *err)
{
	*login = (gz_login){.ledger = ledger};
	return sodium_init() < 0 ? gz_error_set(err, GZ_ERR_INTERNAL, NULL, 0, 0, "the cryptography could not be prepared") : GZ_OK;
}

/* ---- passwords -------------------------------------------------------------------------------------------------- */
gz_status gz_login_set_password(gz_login *login, const char *name, const char *password, gz_error *err)
{
	char hash[crypto_pwhash_STRBYTES], key[64];
	const size_t n = strlen(password);
	if (n < PASSWORD_LEAST || n > PASSWORD_MOST)
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "a password has 8 to 200 characters");
	if (crypto_pwhash_str(hash, password, n, crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
		return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
	snprintf(key, sizeof key, "password:%s", name);
	return gz_ledger_set(login->ledger, key, hash, err);
}

bool gz_login_fits(gz_login *login, const char *name, const char *password)
{
	char key[64], *hash = NULL;
	snprintf(key, sizeof key, "password:%s", name);
	if (strlen(password) > PASSWORD_MOST || gz_ledger_get(login->ledger, key, &hash, NULL) != GZ_OK || !hash)
		return false;
	const bool fits = crypto_pwhash_str_verify(hash, password, strlen(password)) == 0;
	free(hash);
	return fits;
}

void gz_login_mark(gz_login *login, const char *name, char mark[GZ_LOGIN_MARK])
{
	char key[64], hex[65] = "", *hash = NULL;
	snprintf(key, sizeof key, "password:%s", name);
	if (gz_ledger_get(login->ledger, key, &hash, NULL) == GZ_OK && hash) {
		gz_hash_sha256 h;
		gz_hash_sha256_init(&h);
		gz_hash_sha256_add(&h, hash, strlen(hash));
		gz_hash_sha256_hex(&h, hex);
	}
	free(hash);
	snprintf(mark, GZ_LOGIN_MARK, "%.16s", hex);
}

/* ---- tokens ----------------------------------------------------------------------------------------------------- */
/* The name under which a token's owner is kept: its hash, so that the file betrays no token. */
static void token_key(const char *token, char key[80])
{
	gz_hash_sha256 h;
	char hex[65];
	gz_hash_sha256_init(&h);
	gz_hash_sha256_add(&h, token, strlen(token));
	gz_hash_sha256_hex(&h, hex);
	snprintf(key, 80, "token:%s", hex);
}

gz_status gz_login_give(gz_login *login, const char *who, char token[GZ_LOGIN_TOKEN], gz_error *err)
{
	unsigned char bytes[32];
	char key[80];
	randombytes_buf(bytes, sizeof bytes);
	sodium_bin2hex(token, GZ_LOGIN_TOKEN, bytes, sizeof bytes);
	token_key(token, key);
	return gz_ledger_set(login->ledger, key, who, err);
}

gz_status gz_login_forget(gz_login *login, const char *token, gz_error *err)
{
	char key[80];
	token_key(token, key);
	return gz_ledger_set(login->ledger, key, NULL, err);
}

char *gz_login_who(gz_login *login, const char *token)
{
	char key[80], *who = NULL;
	if (!token || strlen(token) != GZ_LOGIN_TOKEN - 1)
		return NULL;
	token_key(token, key);
	return gz_ledger_get(login->ledger, key, &who, NULL) == GZ_OK ? who : NULL;
}

void gz_login_pin(char pin[GZ_LOGIN_PIN])
{
	snprintf(pin, GZ_LOGIN_PIN, "%06u", (unsigned)randombytes_uniform(1000000));
}

/* ---- tries ------------------------------------------------------------------------------------------------------ */
bool gz_login_waits(const gz_login *login, const char *from, int64_t now)
{
	for (int32_t i = 0; i < GZ_LOGIN_ADDRESSES; i++)
		if (strcmp(login->tries[i].from, from) == 0 && login->tries[i].from[0])
			return login->tries[i].wrong >= GZ_LOGIN_TRIES && now - login->tries[i].first < GZ_LOGIN_WAIT;
	return false;
}

void gz_login_wrong(gz_login *login, const char *from, int64_t now)
{
	int32_t at = 0;
	for (int32_t i = 0; i < GZ_LOGIN_ADDRESSES; i++) {
		if (strcmp(login->tries[i].from, from) == 0) {
			at = i;
			break;
		}
		if (login->tries[i].first < login->tries[at].first)
			at = i; /* the place of whoever has been quiet for longest */
	}
	if (strcmp(login->tries[at].from, from) != 0 || now - login->tries[at].first >= GZ_LOGIN_WAIT) {
		snprintf(login->tries[at].from, sizeof login->tries[at].from, "%s", from);
		login->tries[at].first = now;
		login->tries[at].wrong = 0;
	}
	login->tries[at].wrong++;
}
