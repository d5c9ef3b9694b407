/* Addresses by getifaddrs, codes by libqrencode.
 * SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE
#include "serve/lan.h"
#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <qrencode.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define GZ_LAN_SYSTEM "/sys/class/net" /* what Linux tells of its devices */

static bool private4(uint32_t a)
{
	return a >> 24 == 10 || a >> 20 == 0xAC1 || a >> 16 == 0xC0A8 || a >> 16 == 0xA9FE;
}

bool gz_lan_private(const char *address)
{
	struct in_addr v4;
	struct in6_addr v6;
	if (inet_pton(AF_INET, address, &v4) == 1)
		return private4(ntohl(v4.s_addr)) || ntohl(v4.s_addr) >> 24 == 127;
	if (inet_pton(AF_INET6, address, &v6) != 1)
		return false;
	return IN6_IS_ADDR_LOOPBACK(&v6) || (v6.s6_addr[0] & 0xFE) == 0xFC;
}

static bool lan_take(const struct ifaddrs *i, bool v6, gz_lan_address *out)
{
	const int family = v6 ? AF_INET6 : AF_INET;
	if (!i->ifa_addr || i->ifa_addr->sa_family != family || !(i->ifa_flags & IFF_UP) || i->ifa_flags & IFF_LOOPBACK)
		return false;
	const void *raw = v6 ? (const void *)&((const struct sockaddr_in6 *)(const void *)i->ifa_addr)->sin6_addr :
		(const void *)&((const struct sockaddr_in *)(const void *)i->ifa_addr)->sin_addr;
	*out = (gz_lan_address){.v6 = v6};
	snprintf(out->device, sizeof out->device, "%s", i->ifa_name);
	return inet_ntop(family, raw, out->text, sizeof out->text) && gz_lan_private(out->text);
}

static bool there(const char *system, const char *device, const char *what)
{
	char path[256];
	const int n = snprintf(path, sizeof path, "%s/%s/%s", system, device, what);
	return n > 0 && (size_t)n < sizeof path && access(path, F_OK) == 0;
}

int32_t gz_lan_rank(const char *system, const char *device)
{
	return there(system, device, "phy80211") || there(system, device, "wireless") ? 0 : there(system, device, "device") ? 1 : 2;
}

/* Phones come by Wi-Fi; bridges of virtual machines and tunnels lead nowhere. The order of the system otherwise. */
static void lan_sort(gz_lan_address *all, int32_t n)
{
	for (int32_t i = 1; i < n; i++) {
		const gz_lan_address one = all[i];
		const int32_t rank = gz_lan_rank(GZ_LAN_SYSTEM, one.device);
		int32_t at = i;
		for (; at > 0 && all[at - 1].v6 == one.v6 && gz_lan_rank(GZ_LAN_SYSTEM, all[at - 1].device) > rank; at--)
			all[at] = all[at - 1];
		all[at] = one;
	}
}

int32_t gz_lan_addresses(gz_lan_address out[GZ_LAN_MOST])
{
	struct ifaddrs *all = NULL;
	int32_t n = 0;
	if (getifaddrs(&all) != 0)
		return 0;
	for (int v6 = 0; v6 < 2; v6++)
		for (const struct ifaddrs *i = all; i && n < GZ_LAN_MOST; i = i->ifa_next)
			n += lan_take(i, v6 == 1, &out[n]);
	freeifaddrs(all);
	lan_sort(out, n);
	return n;
}

/* Characters with a meaning of their own are escaped by a backslash. */
static bool wifi_append(char **at, const char *end, const char *text)
{
	for (; *text; text++) {
		if (end - *at < 3)
			return false;
		if (strchr("\\;,:\"", *text))
			*(*at)++ = '\\';
		*(*at)++ = *text;
	}
	**at = '\0';
	return true;
}

bool gz_lan_wifi(const char *name, const char *password, char *out, size_t size)
{
	const bool open = !password || !password[0];
	if (size < 32 || !name[0])
		return false;
	char *at = out + snprintf(out, size, "WIFI:T:%s;S:", open ? "nopass" : "WPA");
	const char *end = out + size - 8;
	if (!wifi_append(&at, end, name))
		return false;
	if (!open) {
		at += snprintf(at, 4, ";P:");
		if (!wifi_append(&at, end, password))
			return false;
	}
	snprintf(at, 3, ";;");
	return true;
}

/* The dark modules as one path. */
static void qr_draw(const QRcode *code, FILE *out)
{
	const int w = code->width, whole = w + 8;
	fprintf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/><path d=\"", whole, whole, whole, whole);
	for (int y = 0; y < w; y++)
		for (int x = 0; x < w; x++)
			if (code->data[y * w + x] & 1)
				fprintf(out, "M%d %dh1v1h-1z", x + 4, y + 4);
	fputs("\"/></svg>", out);
}

char *gz_lan_qr(const char *text)
{
	QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
	char *svg = NULL;
	size_t size = 0;
	FILE *out = code ? open_memstream(&svg, &size) : NULL;
	if (out) {
		qr_draw(code, out);
		const bool failed = ferror(out) != 0;
		if (fclose(out) != 0 || failed) {
			free(svg);
			svg = NULL;
		}
	}
	QRcode_free(code);
	return svg;
}
