/* Who may: a password for the control team, a PIN for the seats, and random tokens that devices carry as a cookie.
 *
 * Passwords are kept as Argon2id hashes, tokens as their SHA-256 only, both in the settings of the exercise's own file. Wrong tries are
 * slowed down by address: after five within a minute an address waits.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_LOGIN_H
#define GZ_LOGIN_H
#include "store/ledger.h"
#include <stdbool.h>

enum { GZ_LOGIN_TOKEN = 65, GZ_LOGIN_PIN = 7, GZ_LOGIN_MARK = 17, GZ_LOGIN_TRIES = 5, GZ_LOGIN_ADDRESSES = 256, GZ_LOGIN_WAIT = 60000 };

typedef struct gz_login {
	gz_ledger *ledger;
	struct { char from[48]; int64_t first; int32_t wrong; } tries[GZ_LOGIN_ADDRESSES];
} gz_login;

/* Prepares the cryptography; ledger is borrowed for the login's life. Not for several threads at once. */
gz_status gz_login_init(gz_login *login, gz_ledger *ledger, gz_error *err) GZ_MUST_CHECK;

/* Keeps the hash of a password under a name ("control"), or compares: true if it fits. A password has at least 8 characters. */
gz_status gz_login_set_password(gz_login *login, const char *name, const char *password, gz_error *err) GZ_MUST_CHECK;
bool gz_login_fits(gz_login *login, const char *name, const char *password);
/* A mark of the password in force, another one for each password; "" without one. */
void gz_login_mark(gz_login *login, const char *name, char mark[GZ_LOGIN_MARK]);

/* A new random token that stands for `who` (a seat, or "control"); who NULL forgets a token. */
gz_status gz_login_give(gz_login *login, const char *who, char token[GZ_LOGIN_TOKEN], gz_error *err) GZ_MUST_CHECK;
gz_status gz_login_forget(gz_login *login, const char *token, gz_error *err) GZ_MUST_CHECK;
/* For whom a token stands: a copy for the caller to free; NULL nobody. */
char *gz_login_who(gz_login *login, const char *token);

/* A PIN of six digits by chance. */
void gz_login_pin(char pin[GZ_LOGIN_PIN]);
/* Whether an address must wait before it may try again; and that it was wrong. now: ms of any steady clock. */
bool gz_login_waits(const gz_login *login, const char *from, int64_t now);
void gz_login_wrong(gz_login *login, const char *from, int64_t now);
#endif
