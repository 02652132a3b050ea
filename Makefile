# Two commands do it all: `make run` shows the help centre on this computer, `make test` runs every test.
# What is missing is installed by .ci/need, which says what it installs.

.PHONY: run build test generate clean

CARDS    = libpcsclite-dev pkg-config gcc
READERS  = pcscd vsmartcard-vpcd util-linux
BROWSER  = chromium

run:
	@.ci/need go
	go run ./cmd/signpost serve

build:
	@.ci/need go $(CARDS)
	go build -trimpath -o bin/ ./cmd/signpost ./cmd/cardcheck

test:
	@.ci/need go $(CARDS) $(READERS) $(BROWSER)
	.ci/test

# What is made from the articles and kept in the repository.
generate:
	go generate ./...

clean:
	rm -rf bin public/* public/.signpost
