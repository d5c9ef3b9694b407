/* How others on the same network find the laptop: its private addresses, and QR codes of what to join.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_LAN_H
#define GZ_LAN_H
#include "base/error.h"
#include <stdbool.h>

enum { GZ_LAN_MOST = 16 };
typedef struct gz_lan_address { char text[64]; char device[32]; bool v6; } gz_lan_address;

/* The private addresses of this machine (10/8, 172.16/12, 192.168/16, 169.254/16, fc00::/7), IPv4 first, and of each kind by gz_lan_rank;
 * returns how many. */
int32_t gz_lan_addresses(gz_lan_address out[GZ_LAN_MOST]);
/* How likely phones are on the network of a device, from what the system says in a folder of it: 0 a Wi-Fi, 1 another adapter, 2 virtual. */
int32_t gz_lan_rank(const char *system, const char *device);
/* Whether an address in numbers is private or loopback. */
bool gz_lan_private(const char *address);
/* The text that a phone understands as "join this Wi-Fi"; password NULL or "" for an open one. False: it does not fit. */
bool gz_lan_wifi(const char *name, const char *password, char *out, size_t size);
/* A QR code as an SVG picture with a quiet zone of four modules, for the caller to free; NULL: too long or no memory. */
char *gz_lan_qr(const char *text);
#endif
