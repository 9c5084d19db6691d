# Unfold: recurrent neural networks that play live.
#   make deps demo     install what is needed, train a small model and hear it
#   make deps test     install what is needed, run all tests
# CFLAGS and LDFLAGS are the user's; PREFIX, DESTDIR and LV2DIR place the installation; UI=0
# leaves out the plugins' own windows, and with them X11 and cairo.

CC ?= cc
HOSTCC ?= $(CC)
AR ?= ar
CFLAGS ?= -O3 -g
PREFIX ?= /usr/local
LV2DIR ?= $(PREFIX)/lib/lv2
BINDIR ?= $(PREFIX)/bin
BUILD ?= build
OPENMP ?= -fopenmp
UI ?= 1
VERSION = 0.1.0

DEPS = build-essential pkg-config lv2-dev liblilv-dev libsndfile1-dev libjansson-dev \
	libkissfft-dev libsamplerate0-dev libjs-dygraphs libcunit1-dev ffmpeg $(DEPS_UI)
ifneq ($(UI),0)
DEPS_UI = libx11-dev libxext-dev libcairo2-dev
endif
DEPS_CHECK = clang clang-format clang-tidy libomp-dev lilv-utils sordi
DEPS_HOSTS = jalv jackd2 libjack-jackd2-dev ardour lilv-utils lv2-dev xvfb xdotool x11-utils
DEPS_FUZZ = $(DEPS) clang-14 libclang-rt-14-dev
DEPS_STRESS = $(DEPS) clang-22 libclang-rt-22-dev
DEPS_ARM = build-essential pkg-config gcc-aarch64-linux-gnu qemu-user libc6-dev:arm64 \
	libgomp1:arm64 libjs-dygraphs $(patsubst %,%:arm64,$(filter %-dev,$(DEPS)))

pkg = $(shell pkg-config --cflags $(1) 2>/dev/null)
pkg_libs = $(shell pkg-config --libs $(1) 2>/dev/null)

OUR_CFLAGS = -std=c11 -D_GNU_SOURCE -DUNFOLD_VERSION='"$(VERSION)"' -Icore -I. -fPIC \
	-Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith \
	-fvisibility=hidden -ffp-contract=off -fno-math-errno -fno-trapping-math
# Each folder under core/ may use those below it only; learn/ alone runs in parallel.
FILE_CFLAGS := $(call pkg,jansson sndfile)
FFT_CFLAGS := $(call pkg,kissfft-float)
RATE_CFLAGS := $(call pkg,samplerate)
LV2_CFLAGS := $(call pkg,lv2)
LILV_CFLAGS := $(call pkg,lilv-0)
UI_CFLAGS := $(if $(filter-out 0,$(UI)),$(call pkg,x11 xext cairo))
CUNIT_CFLAGS := $(call pkg,cunit)
FILE_LIBS := $(call pkg_libs,sndfile jansson)
FFT_LIBS := $(call pkg_libs,kissfft-float)
RATE_LIBS := $(call pkg_libs,samplerate)
JANSSON_LIBS := $(call pkg_libs,jansson)
LILV_LIBS := $(call pkg_libs,lilv-0)
UI_LIBS := $(if $(filter-out 0,$(UI)),$(call pkg_libs,x11 xext cairo))
CUNIT_LIBS := $(call pkg_libs,cunit)

NET = $(wildcard core/net/*.c)
FEATURE = $(wildcard core/feature/*.c)
FILES = $(wildcard core/file/*.c)
RATE = $(wildcard core/rate/*.c)
LISTEN = $(wildcard core/listen/*.c)
CAPTURE = $(wildcard core/capture/*.c)
LEARN = $(wildcard core/learn/*.c)
TOOL = $(wildcard core/tool/*.c)
PLUGIN = $(wildcard plugin/*.c)
WINDOW = $(if $(filter-out 0,$(UI)),$(wildcard plugin/ui/*.c))
TESTS_UI = $(if $(WINDOW),$(wildcard tests/ui/*.c) tests/support/suite.c tests/support/folder.c \
	tests/support/allocations.c)
TESTS = $(wildcard tests/*.c tests/support/*.c)
TESTS_DOUBLE = $(wildcard tests/double/*.c) tests/support/suite.c tests/support/folder.c \
	tests/support/allocations.c

# What draws the charts of reports, which hold it.
DYGRAPHS ?= /usr/share/javascript/dygraphs
CHARTS = $(BUILD)/charts
CHARTS_CFLAGS = -DUNFOLD_CHARTS_JS='"$(CHARTS).js"' -DUNFOLD_CHARTS_CSS='"$(CHARTS).css"'
REPORT = $(filter-out core/tool/learn_report_tell.c,$(wildcard core/tool/train_report*.c \
	core/tool/report*.c core/tool/learn_report*.c core/tool/learn_view*.c)) \
	core/tool/learn_judge.c core/tool/learn_hear.c
REPORT_PAGE = $(wildcard core/tool/*report_page.html core/tool/*report_page.css core/tool/*report_page.js)

# The kernels: one body, compiled once for each instruction set, and a table that chooses
# at run time (core/net/steps.c to play, core/learn/kernel.c to train).
KERNELS = core/net/steps_kernel.c core/learn/rnn.c core/learn/gru.c core/learn/lstm.c core/learn/dense.c
TOOL_KERNELS = core/tool/bench_peak_kernel.c
MACHINE := $(shell $(CC) -dumpmachine 2>/dev/null)
ifneq ($(filter x86_64%,$(MACHINE)),)
ISAS = generic sse2 avx2 avx512
else ifneq ($(filter aarch64%,$(MACHINE)),)
ISAS = generic neon
else
ISAS = generic
endif
ISA_CFLAGS_generic = -DUNFOLD_PLAIN_C
ISA_CFLAGS_neon = -ffp-contract=fast
ISA_CFLAGS_avx2 = -mavx2 -mfma -ffp-contract=fast
ISA_CFLAGS_avx512 = -mavx512f -mavx512dq -mavx512vl -mfma -mprefer-vector-width=512 \
	-ffp-contract=fast

O = $(BUILD)/obj
D = $(BUILD)/double
kernel_objects = $(foreach isa,$(ISAS),$(2:%.c=$(1)/%.$(isa).o))
LIB_OBJ = $(patsubst %.c,$O/%.o,$(filter-out $(KERNELS),$(NET) $(FEATURE) $(FILES) $(RATE) $(LISTEN) $(CAPTURE) $(LEARN))) \
	$(call kernel_objects,$O,$(KERNELS))
DOUBLE_OBJ = $(patsubst %.c,$D/%.o,$(filter-out $(KERNELS),$(NET) $(LEARN)) \
	$(TESTS_DOUBLE)) $(call kernel_objects,$D,$(KERNELS))
TOOL_OBJ = $(patsubst %.c,$O/%.o,$(filter-out $(TOOL_KERNELS),$(TOOL))) \
	$(call kernel_objects,$O,$(TOOL_KERNELS)) $O/ttl/preset.o
PLUGIN_OBJ = $(PLUGIN:%.c=$O/%.o)
WINDOW_OBJ = $(WINDOW:%.c=$O/%.o)
TEST_OBJ = $(TESTS:%.c=$O/%.o)
TEST_UI_OBJ = $(TESTS_UI:%.c=$O/%.o)

LIB = $(BUILD)/libunfold.a
UNFOLD = $(BUILD)/unfold
# What starts a program that was built for another processor; the tests start the tool so too.
EMULATOR ?=
TESTED_TOOL = $(if $(EMULATOR),$(BUILD)/emulated-unfold,$(UNFOLD))
BUNDLE = $(BUILD)/unfold.lv2
WINDOWS = $(if $(WINDOW),1,0)
BUNDLE_UI = $(if $(WINDOW),$(BUNDLE)/unfold-ui.so)
TTL = manifest.ttl effect.ttl effect-stereo.ttl listen.ttl properties.ttl presets.ttl
MODELS = $(wildcard presets/*.json)
# Every allocation of ours goes through the test's counters, which can refuse one.
WRAP = -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc,--wrap=free,--wrap=aligned_alloc

.PHONY: all deps deps-check deps-hosts deps-arm deps-fuzz deps-stress test run-tests \
	test-hosts test-arm test-stress test-stress-shortly test-stress-long \
	fuzz fuzz-seeds demo bench check format install uninstall clean
all: $(LIB) $(UNFOLD) $(BUNDLE)/.made

$O/core/learn/%.o: OUR_CFLAGS += $(OPENMP) $(FFT_CFLAGS)
$O/core/tool/%.o: OUR_CFLAGS += $(OPENMP)
$D/%.o: OUR_CFLAGS += $(OPENMP) -DUNFOLD_DOUBLE $(FFT_CFLAGS) $(CUNIT_CFLAGS)
$O/core/file/%.o: OUR_CFLAGS += $(FILE_CFLAGS)
$O/core/rate/%.o: OUR_CFLAGS += $(RATE_CFLAGS)
$O/core/listen/%.o: OUR_CFLAGS += $(FILE_CFLAGS)
$O/core/capture/%.o: OUR_CFLAGS += $(FFT_CFLAGS)
$O/core/feature/%.o: OUR_CFLAGS += $(FFT_CFLAGS)
$O/core/tool/%.o: OUR_CFLAGS += $(FILE_CFLAGS)
$O/plugin/%.o: OUR_CFLAGS += $(LV2_CFLAGS) $(FILE_CFLAGS)
$O/plugin/ui/%.o $O/tests/ui/%.o: OUR_CFLAGS += $(UI_CFLAGS)
# GCC 12 for AArch64 breaks down over sums and peaks that widen (in vect_transform_reduction).
$O/tests/%.o: OUR_CFLAGS += -fno-tree-vectorize $(LV2_CFLAGS) $(LILV_CFLAGS) $(FILE_CFLAGS) $(CUNIT_CFLAGS) \
	$(OPENMP) -DUNFOLD_BUNDLE='"$(abspath $(BUNDLE))"' \
	-DUNFOLD_TOOL='"$(abspath $(TESTED_TOOL))"'

$O/core/tool/report_page_assets.o: OUR_CFLAGS += $(CHARTS_CFLAGS)
$O/core/tool/report_page_assets.o: $(REPORT_PAGE) $(CHARTS).js $(CHARTS).css
# Without the comments that name other files, so that browsers look for none.
$(CHARTS).%: $(DYGRAPHS)/dygraph.min.%
	@mkdir -p $(@D)
	sed 's,^/[/*]# sourceMappingURL=.*,,' $< >$@.new && mv $@.new $@
$(DYGRAPHS)/dygraph.min.%:
	@echo "$@ is missing: make deps installs it (Debian: libjs-dygraphs); or set DYGRAPHS" >&2
	@false

define compile
@mkdir -p $(@D)
$(CC) $(OUR_CFLAGS) $(1) $(CFLAGS) $(2) -MMD -MP -c -o $@ $<
endef
$O/%.o: %.c Makefile
	$(call compile)
$D/%.o: %.c Makefile
	$(call compile)
define kernel_rules
$$O/%.$(1).o: %.c Makefile
	$$(call compile,$$(ISA_CFLAGS_$(1)) -DUNFOLD_ISA=$(1),$$(KERNEL_CFLAGS))
$$D/%.$(1).o: %.c Makefile
	$$(call compile,$$(ISA_CFLAGS_$(1)) -DUNFOLD_ISA=$(1),$$(KERNEL_CFLAGS))
endef
$(foreach isa,$(ISAS),$(eval $(call kernel_rules,$(isa))))

$(LIB): $(LIB_OBJ)
	@rm -f $@
	$(AR) rcs $@ $^
$(UNFOLD): $(TOOL_OBJ) $(LIB)
	$(CC) $(CFLAGS) $(LDFLAGS) $(OPENMP) -o $@ $^ $(FILE_LIBS) $(FFT_LIBS) $(RATE_LIBS) -lm

# Sanitizers keep their runtime in the program, so that a plugin cannot resolve it all.
$(BUNDLE)/unfold.so: $(PLUGIN_OBJ) $(LIB)
	@mkdir -p $(@D)
	$(CC) -shared $(CFLAGS) $(LDFLAGS) $(if $(findstring -fsanitize,$(LDFLAGS)),,-Wl,--no-undefined) \
		-o $@ $^ $(JANSSON_LIBS) $(FFT_LIBS) $(RATE_LIBS) -pthread -lm
# The windows' own library: hosts that show none never load X11 and cairo. It stays in the
# process once it was loaded, as what these two keep does.
$(BUNDLE)/unfold-ui.so: $(WINDOW_OBJ) $(LIB)
	@mkdir -p $(@D)
	$(CC) -shared $(CFLAGS) $(LDFLAGS) $(if $(findstring -fsanitize,$(LDFLAGS)),,-Wl,--no-undefined) \
		-Wl,-z,nodelete -o $@ $^ $(UI_LIBS) -pthread -lm
$(BUILD)/ttl: $(wildcard ttl/*.[ch]) plugin/ports.h plugin/listen_ports.h presets/presets.h Makefile
	@mkdir -p $(@D)
	$(HOSTCC) -std=c11 -Wall -Wextra -I. -o $@ $(filter %.c,$^)
# With windows or without: what was made the other way is made anew.
$(BUILD)/windows-$(WINDOWS):
	@mkdir -p $(@D)
	@rm -f $(BUILD)/windows-*
	@touch $@
$(BUNDLE)/%.ttl: ttl/%.ttl.in $(BUILD)/ttl $(BUILD)/windows-$(WINDOWS)
	@mkdir -p $(@D)
	$(BUILD)/ttl $< $(VERSION) 1 $(WINDOWS) >$@.new && mv $@.new $@
$(BUNDLE)/effect-stereo.ttl: ttl/effect.ttl.in $(BUILD)/ttl $(BUILD)/windows-$(WINDOWS)
	@mkdir -p $(@D)
	$(BUILD)/ttl $< $(VERSION) 2 $(WINDOWS) >$@.new && mv $@.new $@
$(BUNDLE)/listen.ttl: ttl/listen.ttl.in $(BUILD)/ttl $(BUILD)/windows-$(WINDOWS)
	@mkdir -p $(@D)
	$(BUILD)/ttl $< $(VERSION) listen $(WINDOWS) >$@.new && mv $@.new $@
$(BUNDLE)/.made: $(BUNDLE)/unfold.so $(BUNDLE_UI) $(TTL:%=$(BUNDLE)/%) $(MODELS)
	@rm -f $(BUNDLE)/*.json $(if $(WINDOW),,$(BUNDLE)/unfold-ui.so)
	$(if $(MODELS),cp $(MODELS) $(BUNDLE))
	@touch $@

$(BUILD)/run-tests: $(TEST_OBJ) $(PLUGIN_OBJ) $O/core/tool/bench_times.o $(REPORT:%.c=$O/%.o) $(LIB)
	$(CC) $(CFLAGS) $(LDFLAGS) $(OPENMP) $(WRAP) -o $@ $^ $(FILE_LIBS) $(FFT_LIBS) $(RATE_LIBS) $(LILV_LIBS) \
		$(CUNIT_LIBS) -ldl -pthread -lm
$(BUILD)/run-tests-ui: $(TEST_UI_OBJ) $(WINDOW_OBJ) $(LIB)
	$(CC) $(CFLAGS) $(LDFLAGS) $(WRAP) -o $@ $^ $(UI_LIBS) $(JANSSON_LIBS) $(CUNIT_LIBS) -ldl -pthread -lm
$(BUILD)/run-tests-double: $(DOUBLE_OBJ)
	$(CC) $(CFLAGS) $(LDFLAGS) $(OPENMP) $(WRAP) -o $@ $^ $(FFT_LIBS) $(CUNIT_LIBS) -lm

# The readers of untrusted bytes (tests/fuzz/readers.h), from libFuzzer or from the corpus.
FUZZ = $(patsubst %,$O/tests/fuzz/%.o,file model manifest checkpoint learning audio texts labelled plugin)
FUZZED = $(FUZZ) $(patsubst %,$O/tests/support/%.o,folder host host_listen host_sound host_state \
		listen_models networks) $(PLUGIN_OBJ) \
	$(patsubst %,$O/core/tool/%.o,knob_values learn_checkpoint learn_options manifest options report \
		train_checkpoint train_history train_options)
FUZZ_LIBS = $(FILE_LIBS) $(FFT_LIBS) $(RATE_LIBS) -ldl -pthread -lm
$(BUILD)/run-corpus: $(FUZZED) $(patsubst %,$O/tests/%.o,fuzz/mutate fuzz/replay \
		support/suite support/allocations) $(LIB)
	$(CC) $(CFLAGS) $(LDFLAGS) $(OPENMP) $(WRAP) -o $@ $^ $(FUZZ_LIBS) $(CUNIT_LIBS)
$(BUILD)/readers: $(FUZZED) $O/tests/fuzz/alone.o $O/tests/fuzz/libfuzzer.o $(LIB)
	$(CC) $(CFLAGS) $(LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(FUZZ_LIBS)
$(BUILD)/seeds: $(FUZZED) $O/tests/fuzz/alone.o $O/tests/fuzz/seeds.o $(LIB)
	$(CC) $(CFLAGS) $(LDFLAGS) $(OPENMP) -o $@ $^ $(FUZZ_LIBS)

# A host that misbehaves, and what it preloads to see whether the audio thread does.
STRESS = $(wildcard tests/hosts/stress*.c)
STRESS_OBJ = $(STRESS:%.c=$O/%.o) $O/tests/support/folder.o
$(BUILD)/stress: $(STRESS_OBJ)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LILV_LIBS) -ldl -pthread -lm
$(BUILD)/guard.so: tests/hosts/guard.c Makefile
	@mkdir -p $(@D)
	$(CC) $(OUR_CFLAGS) -O1 -g -fno-builtin -shared -o $@ $< -ldl

# A second make, here and for the demo, so that what deps has just installed is found; with
# -j it waits for what else was asked for.
test demo: | $(filter deps all,$(MAKECMDGOALS))
test:
	+@$(MAKE) --no-print-directory run-tests
run-tests: all $(TESTED_TOOL) $(BUILD)/run-tests $(BUILD)/run-tests-double $(BUILD)/run-corpus \
		$(if $(WINDOW),$(BUILD)/run-tests-ui) \
		$(if $(EMULATOR),,$(BUILD)/stress $(BUILD)/guard.so)
	$(EMULATOR) $(BUILD)/run-tests-double
	$(EMULATOR) $(BUILD)/run-corpus
	$(if $(WINDOW),$(EMULATOR) $(BUILD)/run-tests-ui)
	$(if $(EMULATOR),,+@$(MAKE) --no-print-directory test-stress-shortly)
	$(EMULATOR) $(BUILD)/run-tests
$(BUILD)/emulated-unfold: Makefile
	@mkdir -p $(@D)
	printf '#!/bin/sh\nexec $(EMULATOR) $(abspath $(UNFOLD)) "$$@"\n' >$@
	chmod +x $@

# Debian and its children install what is missing; elsewhere it is only looked for.
define apt_install
@if dpkg -s $(1) >/dev/null 2>&1; then \
	echo "All is installed: $(1)"; \
elif ! command -v apt-get >/dev/null 2>&1; then \
	echo "No apt-get here. Needed, under the names of Debian: $(1)"; \
	pkg-config --exists $(PKGS) 2>/dev/null && echo "pkg-config finds all libraries." || \
		{ echo "pkg-config does not find them all."; exit 1; }; \
elif [ "$$(id -u)" = 0 ] || command -v sudo >/dev/null 2>&1; then \
	sudo=$$([ "$$(id -u)" = 0 ] || echo sudo); \
	$(if $(2),$$sudo dpkg --add-architecture $(2) &&) \
	$$sudo apt-get update && $$sudo env DEBIAN_FRONTEND=noninteractive \
		apt-get install -y --no-install-recommends $(1); \
else \
	echo "As root:$(if $(2), dpkg --add-architecture $(2); apt-get update;)" \
		"apt-get install --no-install-recommends $(1)"; \
	exit 1; \
fi
endef
PKGS = lv2 lilv-0 sndfile jansson kissfft-float samplerate cunit $(if $(WINDOW),x11 xext cairo)
deps:
	$(call apt_install,$(DEPS))
deps-check:
	$(call apt_install,$(DEPS_CHECK))

demo:
	+@$(MAKE) --no-print-directory all
	BUILD=$(abspath $(BUILD)) presets/demo/run.sh

# In hosts that people use; installs them, and plays. Not part of `make test`.
deps-hosts:
	$(call apt_install,$(DEPS_HOSTS))
HOSTS_TOOLS = $(patsubst tests/hosts/%.c,$(BUILD)/hosts/%,$(filter-out $(STRESS) tests/hosts/guard.c \
	$(if $(WINDOW),,tests/hosts/face_places.c tests/hosts/ask_to_close.c tests/hosts/window_cost.c),$(wildcard tests/hosts/*.c)))
$(BUILD)/hosts/%: tests/hosts/%.c $(LIB)
	@mkdir -p $(@D)
	$(CC) $(OUR_CFLAGS) $(LILV_CFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(FILE_LIBS) \
		$(LILV_LIBS) -ljack -lm
$(BUILD)/hosts/face_places: tests/hosts/face_places.c $(WINDOW_OBJ) $(LIB)
	@mkdir -p $(@D)
	$(CC) $(OUR_CFLAGS) $(UI_CFLAGS) $(LV2_CFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(UI_LIBS) -lm
$(BUILD)/hosts/window_cost: | $(BUNDLE)/.made
$(BUILD)/hosts/window_cost: tests/hosts/window_cost.c $O/tests/ui/rig.o $O/tests/ui/rig_screen.o $(WINDOW_OBJ) $(LIB)
	@mkdir -p $(@D)
	$(CC) $(OUR_CFLAGS) $(UI_CFLAGS) $(LV2_CFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(UI_LIBS) $(JANSSON_LIBS) -lcunit -ldl -lm
$(BUILD)/hosts/ask_to_close: tests/hosts/ask_to_close.c
	@mkdir -p $(@D)
	$(CC) $(OUR_CFLAGS) $(UI_CFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(UI_LIBS)
test-hosts: deps-hosts
	$(MAKE) all $(HOSTS_TOOLS)
	BUILD=$(abspath $(BUILD)) tests/hosts/run.sh

# The same tests on AArch64, emulated. Not part of `make test`.
ARM = aarch64-linux-gnu
deps-arm:
	$(call apt_install,$(DEPS_ARM),arm64)
test-arm:
	+@PKG_CONFIG_LIBDIR=/usr/lib/$(ARM)/pkgconfig:/usr/share/pkgconfig \
		$(MAKE) --no-print-directory run-tests BUILD=$(BUILD)/arm CC=$(ARM)-gcc \
		AR=$(ARM)-ar HOSTCC='$(HOSTCC)' EMULATOR=qemu-aarch64

# For SECONDS each, all readers one after another or TARGET alone; what is found stays in
# build/fuzz. Not part of `make test`, which only plays the corpus and damaged forms of it.
FUZZ_CC ?= clang-14
FUZZ_CFLAGS = -O1 -g -fno-omit-frame-pointer -fno-sanitize-recover=all \
	-fsanitize=fuzzer-no-link,address,undefined
# All of it in the kernels would take clang half an hour; they see only what was checked.
FUZZ_KERNEL_CFLAGS = -fno-sanitize=undefined,fuzzer-no-link
SECONDS ?= 60
deps-fuzz:
	$(call apt_install,$(DEPS_FUZZ))
fuzz:
	+@$(MAKE) --no-print-directory $(BUILD)/fuzz/readers BUILD=$(BUILD)/fuzz CC=$(FUZZ_CC) \
		OPENMP= CFLAGS='$(FUZZ_CFLAGS)' KERNEL_CFLAGS='$(FUZZ_KERNEL_CFLAGS)' \
		LDFLAGS=-fsanitize=address,undefined
	tests/fuzz/run.sh $(BUILD)/fuzz $(SECONDS) $(TARGET)
# The seeds that are no text, anew.
fuzz-seeds: $(BUILD)/seeds
	$(BUILD)/seeds

# For SECONDS each: under the guard, under the compiler's AddressSanitizer and
# UndefinedBehaviorSanitizer, and under RealtimeSanitizer where RTSAN_CC is installed.
# `make test` does the first two shortly; the sanitizers see what plays, and nothing else.
SEED ?= 1
RTSAN_CC ?= clang-22
FOREIGN ?= ../shared/data/models
SANITIZED = -O1 -g -fno-omit-frame-pointer
ASAN = -fsanitize=address,undefined
define stress_build
+@$(MAKE) --no-print-directory $(1)/stress $(1)/unfold.lv2/.made BUILD=$(1) CC=$(2) \
	CFLAGS='$(SANITIZED) $(3)' LDFLAGS='$(3)' KERNEL_CFLAGS='$(4)' OPENMP= \
	UI=0 LEARN= CAPTURE= KERNELS=core/net/steps_kernel.c
endef
# Kernels optimised under it take gcc a minute, and read the same memory.
define stress_asan
$(call stress_build,$(BUILD)/stress-asan,$(CC),$(ASAN) -fno-sanitize-recover=all,-O0 -fno-sanitize=undefined)
$(BUILD)/stress-asan/stress $(BUILD)/stress-asan/unfold.lv2 $(1) $(SEED) $(FOREIGN)
endef
# Both the guard and AddressSanitizer want to be the first to see an allocation.
define stress_guard
$(if $(findstring -fsanitize,$(CFLAGS)),,LD_PRELOAD=$(abspath $(BUILD)/guard.so) \
	$(BUILD)/stress $(BUNDLE) $(1) $(SEED) $(FOREIGN))
endef
deps-stress:
	$(call apt_install,$(DEPS_STRESS))
test-stress-shortly: $(BUILD)/stress $(BUILD)/guard.so $(BUNDLE)/.made
	$(call stress_guard,5)
	$(call stress_asan,20)
test-stress: | $(filter deps-stress,$(MAKECMDGOALS))
	+@$(MAKE) --no-print-directory test-stress-long
test-stress-long: $(BUILD)/stress $(BUILD)/guard.so $(BUNDLE)/.made
	$(call stress_guard,$(SECONDS))
	$(call stress_asan,$(SECONDS))
ifeq ($(shell command -v $(RTSAN_CC)),)
	@echo "skipped: RealtimeSanitizer needs $(RTSAN_CC), which make deps-stress installs"
else
	$(call stress_build,$(BUILD)/stress-rtsan,$(RTSAN_CC),-fsanitize=realtime)
	! $(BUILD)/stress-rtsan/stress --misbehave malloc >/dev/null 2>&1
	$(BUILD)/stress-rtsan/stress $(BUILD)/stress-rtsan/unfold.lv2 $(SECONDS) $(SEED) $(FOREIGN)
endif

# Pinned to one processor, the last that we may use, with the reference loops in turn where
# they are at hand: the yardstick keeps its compiler and flags, whatever ours are.
REFERENCE ?= ../shared/bench/reference.c
REFERENCE_PROGRAM = $(if $(filter x86_64%,$(MACHINE)),$(if $(wildcard $(REFERENCE)),$(BUILD)/reference))
$(BUILD)/reference: $(REFERENCE)
	@mkdir -p $(@D)
	gcc -O3 -march=haswell -ffast-math -o $@ $< -lm
bench: $(UNFOLD) $(REFERENCE_PROGRAM) $(if $(WINDOW),$(BUILD)/hosts/window_cost)
	$$(command -v taskset && echo -c && taskset -cp $$$$ | sed 's/.*[^0-9]//') \
		$(UNFOLD) bench $(REFERENCE_PROGRAM:%=--reference %) $(BENCH_OPTIONS)
	$(if $(WINDOW),@$(BUILD)/hosts/window_cost)

SOURCES = $(wildcard core/*/*.[ch] plugin/*.[ch] plugin/ui/*.[ch] ttl/*.[ch] presets/*.[ch] \
	presets/demo/*.c tests/*.c tests/*/*.[ch])
TIDY = clang-analyzer-*,-clang-analyzer-valist.Uninitialized,bugprone-*,-bugprone-easily-swappable-parameters,\
-bugprone-reserved-identifier,-bugprone-suspicious-string-compare,-bugprone-branch-clone,-bugprone-macro-parentheses,\
-clang-analyzer-security.insecureAPI.DeprecatedOrUnsafeBufferHandling,\
-bugprone-narrowing-conversions,-bugprone-implicit-widening-of-multiplication-result
check: all
	clang-format --dry-run -Werror $(SOURCES)
	clang-tidy --quiet --warnings-as-errors='*' --checks='-*,$(TIDY)' \
		$(NET) $(FEATURE) $(FILES) $(RATE) $(LISTEN) $(CAPTURE) $(LEARN) $(TOOL) $(PLUGIN) $(WINDOW) ttl/preset.c -- $(OUR_CFLAGS) $(FILE_CFLAGS) \
		$(FFT_CFLAGS) $(RATE_CFLAGS) $(LV2_CFLAGS) $(UI_CFLAGS) $(CHARTS_CFLAGS) -DUNFOLD_ISA=generic
	lv2_validate $(TTL:%=$(BUNDLE)/%)
format:
	clang-format -i $(SOURCES)

LV2_INSTALLED = $(DESTDIR)$(LV2DIR)/unfold.lv2
install: all
	install -d $(LV2_INSTALLED) $(DESTDIR)$(BINDIR)
	install -m 755 $(UNFOLD) $(DESTDIR)$(BINDIR)
	install -m 755 $(BUNDLE)/unfold.so $(BUNDLE_UI) $(LV2_INSTALLED)
	install -m 644 $(TTL:%=$(BUNDLE)/%) $(MODELS) $(LV2_INSTALLED)
uninstall:
	rm -f $(DESTDIR)$(BINDIR)/unfold
	rm -rf $(LV2_INSTALLED)

clean:
	rm -rf $(BUILD)

-include $(LIB_OBJ:.o=.d) $(DOUBLE_OBJ:.o=.d) $(TOOL_OBJ:.o=.d) $(PLUGIN_OBJ:.o=.d) \
	$(WINDOW_OBJ:.o=.d) $(TEST_OBJ:.o=.d) $(TEST_UI_OBJ:.o=.d) $(STRESS_OBJ:.o=.d) $(wildcard $O/tests/fuzz/*.d)
