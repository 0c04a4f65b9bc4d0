# Vitrine: `make run` starts an embedded registry with sample data, `make test` runs everything.
# Builds go to a folder outside the clone, so that a second clone is warm: override it with BUILD=…
BUILD ?= $(or $(VITRINE_BUILD),$(HOME)/.cache/vitrine/build)
DATA ?= ./data
PORT ?= 8080
PREFIX ?= /usr/local
SWIFT_BUILD = swift build --scratch-path $(BUILD)

.PHONY: run test up-production simulate chaos trees walk manifests fuzz bench format lint arrows install packages servers build crash

run: packages
	@echo "Building vitrine (debug; about five minutes the first time, seconds after that) …"
	@$(SWIFT_BUILD) --product vitrine
	@exec "$$($(SWIFT_BUILD) --show-bin-path)/vitrine" up --data $(DATA) --port $(PORT) --seed

build: packages
	@$(SWIFT_BUILD) --product vitrine

test: servers
	@scripts/test $(BUILD)

# The same instance on PostgreSQL, which it starts and stops, with the files in $(DATA)-production.
up-production: servers
	@echo "Building vitrine (debug; about five minutes the first time, seconds after that) …"
	@$(SWIFT_BUILD) --product vitrine
	@scripts/up-production "$$($(SWIFT_BUILD) --show-bin-path)/vitrine" $(DATA)-production $(PORT)

# Kills and restarts the registry at random points of an upload: `make crash TIMES=50`.
TIMES ?= 50
crash: build
	@VITRINE_CRASHES=$(TIMES) swift test --scratch-path $(BUILD) --filter CrashTests

# Walks the queue, workers and upkeep under a virtual clock and a seeded adversary: `make simulate STEPS=10000000`, with some
# twenty seconds for each million. One history again: `make simulate SEED=23`.
STEPS ?= 1000000
simulate: packages
	@VITRINE_SIMULATION_STEPS=$(STEPS) $(if $(SEED),VITRINE_SIMULATION_SEED=$(SEED)) \
	    swift test --scratch-path $(BUILD) --disable-xctest --filter SimulationTests

# Kills, stops and empties processes and servers at random under load, as a minute of `make test` does: `make chaos SECONDS=600`.
chaos: SECONDS = 600
chaos: build servers
	@VITRINE_BINARY="$$($(SWIFT_BUILD) --show-bin-path)/vitrine" VITRINE_CHAOS_SECONDS=$(SECONDS) \
	    swift test --scratch-path $(BUILD) --filter ChaosTests

# Compares the stores' search with the naive engine's, on other trees with each seed: `make trees TREES=14300 SEED=7`. Seven of
# ten are trees, three are facets; ten minutes.
TREES ?= 14300
trees: servers
	@scripts/trees $(BUILD) $(TREES) $(SEED)

# Walks so many results by scroll and by cursor, in two orders, while others publish, delete and forbid: `make walk RESULTS=50000`.
RESULTS ?= 50000
walk: packages
	@echo "Building vitrine (release; about fifteen minutes the first time) …"
	@$(SWIFT_BUILD)-release -c release --product vitrine
	@VITRINE_BINARY="$$(swift build --scratch-path $(BUILD)-release -c release --show-bin-path)/vitrine" \
	    VITRINE_WALK_RESULTS=$(RESULTS) swift test --scratch-path $(BUILD) --disable-xctest --filter aWalkIsSteadyWhileOthersWrite

# Checks docker-compose.yml, the Dockerfile and k8s/ strictly, offline once its tools are there.
manifests: packages
	@scripts/manifests

# Compares the validator with the reference on random schemas: `make fuzz SECONDS=600`.
SECONDS ?= 60
fuzz: packages
	@scripts/fuzz $(BUILD) $(SECONDS)

bench: packages
	@Benchmarks/run

format:
	@swift format -i --configuration .swift-format -r Package.swift Sources Tests Benchmarks

lint:
	@swift format lint --strict --configuration .swift-format -r Package.swift Sources Tests Benchmarks

arrows:
	@scripts/arrows --scratch-path $(BUILD)

install: packages
	@echo "Building vitrine (release; about fifteen minutes the first time) …"
	@$(SWIFT_BUILD)-release -c release --product vitrine
	install -D "$$(swift build --scratch-path $(BUILD)-release -c release --show-bin-path)/vitrine" $(DESTDIR)$(PREFIX)/bin/vitrine
	mkdir -p $(DESTDIR)$(PREFIX)/share/vitrine && cp -r schemas $(DESTDIR)$(PREFIX)/share/vitrine/

packages:
	@scripts/system-packages

servers:
	@scripts/system-packages servers
