/* SPDX-License-Identifier: MIT */
/*
 * assets - the files of web/templates and web/assets, which the build puts
 * into the program (web/embed.sh).
 */
#ifndef WEB_ASSETS_H
#define WEB_ASSETS_H

#include <stddef.h>

struct web_asset {
	const char *path;		/* "templates/home.html" */
	const unsigned char *data;
	size_t size;
};

/* In the order of their paths. */
extern const struct web_asset web_assets[];
extern const size_t web_asset_count;

/* SHA-256 of the sources of the library and the site. */
extern const char web_sources[];

#endif
