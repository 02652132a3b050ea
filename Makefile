# `make run` serves the help centre on this computer, `make test` runs every test. .ci/need installs what is missing, and
# says what it installs.

.PHONY: run build test test-fresh attack bench-search generate picture screenshots bench clean

CARDS     = libpcsclite-dev pkg-config gcc libc6-dev
WINDOWS   = wine64 gcc-mingw-w64-x86-64-win32
READERS   = pcscd vsmartcard-vpcd util-linux
BROWSER   = chromium npm poppler-utils
SERVERS   = nginx-light caddy
LANGUAGES = python3 default-jdk-headless mono-mcs

run:
	@.ci/need go
	go run ./cmd/signpost serve

build:
	@.ci/need go $(CARDS)
	go build -trimpath -o bin/ ./cmd/signpost ./cmd/cardcheck

test:
	@.ci/need go $(CARDS) $(READERS) $(WINDOWS) $(BROWSER) $(SERVERS) $(LANGUAGES)
	.ci/test

# Runs make run and make test on a new, minimal Debian. Needs root; takes about ten minutes.
test-fresh:
	.ci/fresh

# Damages articles, settings, exports, pictures and other input, and runs the program on them: ATTACK_RUNS inputs, of
# which the first has the seed ATTACK_SEED.
ATTACK_RUNS ?= 10000
ATTACK_SEED ?= 1
attack:
	@.ci/need go
	ATTACK_RUNS=$(ATTACK_RUNS) ATTACK_SEED=$(ATTACK_SEED) \
		go test ./cmd/signpost -run TestAttack -count 1 -timeout 4h -v

# Measures the search in the browser: docs/search.md. Without CORPUS and QUERIES it generates 100,000 sections.
bench-search:
	@.ci/need go chromium
	SEARCH_BENCH=1 SEARCH_CORPUS=$(CORPUS) SEARCH_QUERIES=$(QUERIES) \
		go test ./themes -run BenchSearch -count 1 -timeout 30m -v

# Updates the generated files in the repository.
generate:
	go generate ./...

clean:
	rm -rf bin public/* public/.signpost

# Takes the pictures in README.md and in the articles on cardcheck: its page, with a real smartcard service and a
# virtual reader, its output, and pages of the help centre. A test fails if those of the help centre are out of date.
picture:
	@.ci/need go $(CARDS) $(READERS) chromium
	CARDCHECK_PICTURE="$(CURDIR)/content/checking-a-computer/cardcheck-page.png" \
		go test ./cmd/cardcheck -count 1 -run TestReaders/shown
	SIGNPOST_UPDATE=1 go test ./cmd/cardcheck -count 1 -run TestPicture
	go test ./themes -count 1 -run 'TestPicture$$' -update

# Takes screenshots of each type of page, light and dark, 768, 390 and 320 pixels wide, in forced colours and in print,
# to look at, in bin/screenshots/.
screenshots:
	@.ci/need go chromium
	SCREENSHOTS="$(CURDIR)/bin/screenshots" go test ./themes -run Screenshots -count 1

# Measures time and memory of a build against a floor: docs/performance.md.
SIZES = 1000 10000
bench:
	@.ci/need go
	go run ./internal/bench $(SIZES)
