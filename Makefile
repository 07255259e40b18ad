# SPDX-License-Identifier: MIT
# make demo   a realistic quality system in build/demo, with its site
# make check  all tests that Debian's packages can do
# make check-long  kills, races and random histories at length
# make check-guards  each guard and each check is missed when it is gone
# make check-web  the site in a browser and two HTML checkers, from npm
# make bench  speed beside hugo, git, ikiwiki, sqlite3 (SIZES="S M P")
# make fuzz   each parser fuzzed for FUZZ_SECONDS (10);  make coverage
# make        build/qms;  make install DESTDIR= PREFIX=/usr/local
# DEBUG=1, SANITIZE=1, CC=clang, BUILD=dir are understood by all of them.

CC      ?= gcc
BUILD   ?= build
PREFIX  ?= /usr/local
LIBRARIES = libgit2 libcmark sqlite3 libxml-2.0 yaml-0.1 icu-uc icu-i18n \
	nettle hogweed gmp zlib libcrypto libqrencode

WARN = -std=c17 -Wall -Wextra -Werror -Wshadow -Wconversion -Wundef \
	-Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings \
	-Wpointer-arith -Wformat=2 -Wvla -Wno-unused-parameter
OPT = -O2 -g -D_FORTIFY_SOURCE=2 -fstack-protector-strong
ifdef DEBUG
OPT = -O0 -g3
endif
ifdef SANITIZE
OPT = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined \
	-fno-sanitize-recover=all
endif
ifdef FUZZER
OPT = -O1 -g -fno-omit-frame-pointer -fno-sanitize-recover=all \
	-fsanitize=address,undefined,fuzzer-no-link
endif
ifdef COVERAGE
OPT = -O0 -g --coverage
endif
QMS_CFLAGS = $(WARN) $(OPT) -D_GNU_SOURCE -I. $(CFLAGS) \
	$(shell pkg-config --cflags $(LIBRARIES))
# One line a file; V=1 shows the commands.
Q = $(if $(V),,@)
say = @echo "  $(1)	$(2)"

QMS_LIBS = $(LDFLAGS) $(shell pkg-config --libs $(LIBRARIES)) -lm

LIB_SRC  = $(wildcard qms/*.c)
WEB_SRC  = $(wildcard web/*.c)
CLI_SRC  = $(wildcard cli/*.c)
UNIT_SRC = $(wildcard tests/unit/test_*.c)
FUZZ_SRC = $(wildcard tests/fuzz/fuzz_*.c)
object   = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))
LIB_OBJ  = $(call object,$(LIB_SRC)) $(call object,$(WEB_SRC)) \
	$(BUILD)/obj/web/embedded.o $(BUILD)/obj/web/sources.o \
	$(BUILD)/obj/qms/index_sql.o
EMBED    = $(wildcard web/templates/*.html web/assets/*)
UNIT     = $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(UNIT_SRC))
FUZZ     = $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,$(FUZZ_SRC))

all: $(BUILD)/qms

$(BUILD)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(QMS_CFLAGS) -MMD -MP -c -o $@ $<

# Templates and assets become part of the program (web/assets.h).
$(BUILD)/web/embedded.c: web/embed.sh $(EMBED) Makefile
	@mkdir -p $(@D)
	$(call say,MAKE,$@)
	$(Q)sh web/embed.sh $(EMBED) > $@.tmp && mv $@.tmp $@

# A site made by another program is made anew: its sources tell them apart.
$(BUILD)/web/sources.c: $(LIB_SRC) $(WEB_SRC) $(wildcard qms/*.h qms/*.def)
	@mkdir -p $(@D)
	$(call say,MAKE,$@)
	$(Q){ echo '#include "web/assets.h"'; \
	  printf 'const char web_sources[] = "%s";\n' \
	  "$$(cat $(sort $^) | sha256sum | cut -c 1-64)"; } > $@.tmp
	$(Q)cmp -s $@.tmp $@ && rm $@.tmp || mv $@.tmp $@

$(BUILD)/obj/web/sources.o: $(BUILD)/web/sources.c web/assets.h
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(QMS_CFLAGS) -c -o $@ $<

$(BUILD)/obj/web/embedded.o: $(BUILD)/web/embedded.c web/assets.h
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(QMS_CFLAGS) -c -o $@ $<

# The index's tables, as a string.
$(BUILD)/gen/index_sql.c: qms/index.sql
	@mkdir -p $(@D)
	$(call say,MAKE,$@)
	$(Q){ echo 'extern const char qms_index_sql[];'; \
	  echo 'const char qms_index_sql[] ='; \
	  sed -e 's/\\/&&/g' -e 's/"/\\"/g' -e 's/.*/"&\\n"/' $<; \
	  echo ';'; } > $@.tmp && mv $@.tmp $@

$(BUILD)/obj/qms/index_sql.o: $(BUILD)/gen/index_sql.c
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(QMS_CFLAGS) -c -o $@ $<

$(BUILD)/libqms.a: $(LIB_OBJ)
	@rm -f $@
	$(call say,AR,$@)
	$(Q)ar rcs $@ $^

$(BUILD)/qms: $(call object,$(CLI_SRC)) $(BUILD)/libqms.a
	$(call say,LINK,$@)
	$(Q)$(CC) $(QMS_CFLAGS) -o $@ $^ $(QMS_LIBS) \
	    $(shell pkg-config --libs xlsxwriter)

$(BUILD)/unit/%: $(BUILD)/obj/tests/unit/%.o $(BUILD)/libqms.a
	@mkdir -p $(@D)
	$(call say,LINK,$@)
	$(Q)$(CC) $(QMS_CFLAGS) -o $@ $^ $(QMS_LIBS) -lcmocka

unit: $(UNIT)

# libFuzzer brings its own main.
ifdef FUZZER
FUZZ_MAIN = -fsanitize=fuzzer
else
FUZZ_MAIN = $(BUILD)/obj/tests/fuzz/driver.o
endif
$(BUILD)/fuzz/%: $(BUILD)/obj/tests/fuzz/%.o $(filter %.o,$(FUZZ_MAIN)) \
    $(BUILD)/libqms.a
	@mkdir -p $(@D)
	$(call say,LINK,$@)
	$(Q)$(CC) $(QMS_CFLAGS) -o $@ $< $(FUZZ_MAIN) $(BUILD)/libqms.a \
	    $(QMS_LIBS)

fuzz-programs: $(FUZZ)

$(BUILD)/bench/%: $(BUILD)/obj/tests/bench/%.o \
    $(BUILD)/obj/tests/bench/prose.o $(BUILD)/libqms.a
	@mkdir -p $(@D)
	$(call say,LINK,$@)
	$(Q)$(CC) $(QMS_CFLAGS) -o $@ $^ $(QMS_LIBS)

# ---- what Debian must have ----

BUILD_PACKAGES = gcc make pkg-config git libgit2-dev libcmark-dev \
	libsqlite3-dev libxml2-dev libyaml-dev libicu-dev nettle-dev \
	libgmp-dev zlib1g-dev libssl-dev libqrencode-dev libxlsxwriter-dev
CHECK_PACKAGES = $(BUILD_PACKAGES) libcmocka-dev cmark sqlite3 jq mandoc \
	openssh-client openssl faketime strace chromium poppler-utils \
	libxml2-utils openssh-server nginx fcgiwrap fonts-freefont-ttf unzip
deps-build:
	@sh tests/deps $(BUILD_PACKAGES)
deps-check:
	@sh tests/deps $(CHECK_PACKAGES)
deps: deps-check

# ---- tests, demo ----

# A second make, so that pkg-config is asked when its package is there.
check: deps-check
	@$(MAKE) --no-print-directory check-run
check-run: all unit fuzz-programs $(BUILD)/oracle $(BUILD)/actions
	@QMS=$(abspath $(BUILD)/qms) BUILD=$(abspath $(BUILD)) \
	    tests/run $(UNIT) $(FUZZ) $(wildcard tests/cli/*.t)

# The same at length: 200 kills of each command, 5,000 random commits.
check-long: deps-check
	@$(MAKE) --no-print-directory all $(BUILD)/oracle $(BUILD)/actions
	@QMS=$(abspath $(BUILD)/qms) BUILD=$(abspath $(BUILD)) KILLS=200 \
	    ROUNDS=100 STEPS=50000 QMS_COMMUNES=150 QMS_PROCEDURES=20 \
	    QMS_REPOSITORIES=300 QMS_DOCUMENTS=100 \
	    tests/run tests/cli/kill.t tests/cli/race.t tests/cli/random.t \
	    tests/cli/oracle.t tests/cli/actions.t tests/cli/province.t \
	    tests/cli/sync-many.t

# Each guard and each check of the judgement is taken away once, and missed.
check-guards: deps-check
	@$(MAKE) --no-print-directory all $(BUILD)/oracle $(BUILD)/actions
	@QMS=$(abspath $(BUILD)/qms) BUILD=$(abspath $(BUILD)) tests/run \
	    $(wildcard tests/oracle/*.t)

# The pinned checkers of tests/site; nothing of them becomes part of qms. Node
# and Java may also have come from elsewhere than Debian.
deps-web:
	@sh tests/deps $(CHECK_PACKAGES) poppler-utils
	@command -v npm >/dev/null || sh tests/deps nodejs npm
	@command -v java >/dev/null || sh tests/deps default-jre-headless
tests/site/node_modules/.package-lock.json: tests/site/package-lock.json
	cd tests/site && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@
check-web: deps-web
	@$(MAKE) --no-print-directory check-web-run
check-web-run: all tests/site/node_modules/.package-lock.json
	@QMS=$(abspath $(BUILD)/qms) BUILD=$(abspath $(BUILD)) \
	    tests/run $(wildcard tests/site/*.t)

# Clang may be called clang-19 and so on; corpora grow in build/corpus.
CLANG ?= clang
FUZZ_SECONDS ?= 10
fuzz:
	@sh tests/deps clang
	@$(MAKE) --no-print-directory CC="$(CLANG)" FUZZER=1 \
	    BUILD=$(BUILD)/fuzzer fuzz-programs
	@sh tests/fuzz/run $(FUZZ_SECONDS) $(BUILD)

coverage: deps-check
	@sh tests/deps lcov
	@$(MAKE) --no-print-directory COVERAGE=1 BUILD=$(BUILD)-counted \
	    all unit fuzz-programs $(BUILD)-counted/oracle \
	    $(BUILD)-counted/actions
	@sh tests/coverage $(BUILD)-counted $(BUILD)/coverage

# A second reading of qms-statements(5), and one of the life of findings and
# actions; they share no code with the first.
$(BUILD)/oracle $(BUILD)/actions: $(BUILD)/%: tests/oracle/%.c
	@mkdir -p $(@D)
	$(call say,LINK,$@)
	$(Q)$(CC) $(QMS_CFLAGS) -o $@ $< $(LDFLAGS) \
	    $(shell pkg-config --libs nettle)

SIZES ?= S M P
bench: all $(addprefix $(BUILD)/bench/,generate limit stopwatch)
	@QMS=$(abspath $(BUILD)/qms) sh tests/bench/run $(BUILD)/bench $(SIZES)

demo: deps-build
	@sh tests/deps openssh-client
	@$(MAKE) --no-print-directory all
	@sh procedures-repo/demo/make $(BUILD)/qms $(BUILD)/demo

# The schemas that others may use, made from the kinds; tests/cli/xsd.t holds
# them against each other.
KINDS = $(notdir $(basename $(shell grep -l '^path:' schemas/kinds/*.yaml)))
xsd: all
	@mkdir -p schemas/xsd
	@for kind in $(KINDS); do \
	    $(BUILD)/qms export xsd $$kind > schemas/xsd/$$kind.xsd || exit 1; \
	done

# ---- installation ----

SHARE = $(DESTDIR)$(PREFIX)/share
install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(SHARE)/qms $(SHARE)/man/man1 \
	    $(SHARE)/man/man5 $(SHARE)/bash-completion/completions \
	    $(SHARE)/zsh/site-functions $(SHARE)/fish/vendor_completions.d
	install $(BUILD)/qms $(DESTDIR)$(PREFIX)/bin/qms
	rm -rf $(SHARE)/qms/schemas $(SHARE)/qms/procedures-repo
	install -d $(SHARE)/qms/procedures-repo
	cp -R schemas $(SHARE)/qms/schemas
	cp -R procedures-repo/models $(SHARE)/qms/procedures-repo/models
	install -m 644 $(wildcard cli/man/*.1) $(SHARE)/man/man1
	install -m 644 $(wildcard cli/man/*.5) $(SHARE)/man/man5
	$(BUILD)/qms completion bash > $(SHARE)/bash-completion/completions/qms
	$(BUILD)/qms completion zsh > $(SHARE)/zsh/site-functions/_qms
	$(BUILD)/qms completion fish > $(SHARE)/fish/vendor_completions.d/qms.fish

clean:
	rm -rf $(BUILD)

.PHONY: xsd all unit clean deps deps-build deps-check check check-run \
	check-long check-guards demo install \
	check-web check-web-run deps-web \
	bench coverage fuzz fuzz-programs
.SECONDARY:
-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
