# The mean field a second time: journeys, what measures at crossings do to those under way, and what is counted there.
#
# Those under way are {(key as it will be, whether some crossing of the journey has found them): how many}.
#
# SPDX-License-Identifier: Apache-2.0
from collections import defaultdict

DEAD = ("D", 0, 0)


class Border:
    """Of a Twin (mean_twin.py): travel."""

    def route(self, flow, home):
        """The crossings of a journey."""
        via = [x for x in flow["via"].split(";") if x not in ("", "-")]
        return via[::-1] if home else via

    def meets(self, m, flow, home, position):
        """Whether a measure stands where a journey is at its n-th crossing; one on a flow where it begins."""
        way = "in" if home else "out"
        if m["flows"]:
            return position == 0 and flow["id"] in m["flows"] and m["direction"] in ("both", way)
        route, to = self.route(flow, home), flow["from"] if home else flow["to"]
        if position >= len(route) or route[position] not in m["crossings"]:
            return False
        inward = to == 0 if route[position] == "x2" else to % 2 == "xy".index(route[position][0])  # of the near side: p0 itself, or its country
        return m["direction"] in ("both", "in" if inward else "out")

    def count(self, flow, home, position, what, n):
        """At the n-th crossing of a journey."""
        route, to = self.route(flow, home), flow["from"] if home else flow["to"]
        if position < len(route):
            inward = to == 0 if route[position] == "x2" else to % 2 == "xy".index(route[position][0])
            self.counts[self.now, route[position], "in" if inward else "out", what] += n

    def pay_at(self, m, flow, home, position, **used):
        """What a measure spends on travellers: counted at the crossing where it stands."""
        self.pay(m, **used)
        for what, count in (("test", "tests"), ("dose", "doses")):
            self.count(flow, home, position, count, used.get(what, 0))
        if position < len(self.route(flow, home)):
            spent = sum(m["cost"][what] * n for what, n in used.items())
            self.count(flow, home, position, "cost", spent)
            self.rest[m["name"]] -= spent

    def share_costs(self):
        """What else a measure at crossings has cost today is of all of them alike; on the way in, if it looks at that."""
        for m in self.w["measures"]:
            for crossing in m.get("crossings") or []:
                self.counts[self.now, crossing, "out" if m["direction"] == "out" else "in", "cost"] += self.rest[m["name"]] / len(m["crossings"])
        self.rest.clear()

    def closures(self, flow, home, day):
        """([(measure, position, the share of all that it stops)], the share that comes through all crossings, the share that goes round some,
        [position: of those who set out all the same, the share that goes round there])."""
        stops, come, straight, never, rounds = [], 1.0, 1.0, 1.0, []
        facing = set(self.route(flow, home)) == {"x0", "y0"}  # posts that face each other are gone round together
        for position in range(2):
            if position == 0 or not facing:
                straight = come
            before, there = come, straight
            for m in self.w["measures"]:
                if m["kind"] != "border close" or not self.acts(m, day) or not self.meets(m, flow, home, position) or (home and m["residents"] == "pass"):
                    continue
                share = m["share"] * self.reach(m)
                stops.append((m, position, straight * share * (1 - m["leak"])))
                come -= straight * share * (1 - m["leak"])
                straight *= 1 - share
                never *= 1 - share
            rounds.append([there - straight - (before - come), come])
        return stops, never, come - never, [n / (come if facing else left) if come > 0 else 0 for n, left in rounds]

    def passing(self, flow, home, day):
        """The share whom closures let go, by the crossings or round some."""
        _, through, round_it, _ = self.closures(flow, home, day)
        return through + round_it

    def lands_in(self, flow, home):
        """The stock in which a journey ends."""
        return flow["from"] if home else flow["first"] if flow["stages"] else flow["to"]

    def begins_in(self, flow, home):
        return flow["first"] + flow["stages"] - 1 if home else flow["from"]

    def travel(self):
        before = [(key, n) for key, n in self.people.items() if key[2] < 0 and n > 0 and key[5] != DEAD]
        often = lambda cell: self.d["travel"] if cell[0] == "I" else 1
        usual = [list(row) for row in self.census]
        for f in self.w["flows"]:
            hindered = f["stages"] and (self.passing(f, False, self.now) < 1 or self.passing(f, True, self.now) < 1)
            for x in self.strata:
                away = f["per_day"] * f["share"][x] * sum(f["days"][self.now]) if f["stages"] else 0
                usual[f["from"]][x] -= away if not hindered else sum(n for key, n in before if f["first"] <= key[0] < f["first"] + f["stages"] and key[4] == x)
        again = [(f, home, self.look_again(f, home)) for home in (True, False) for f in self.w["flows"]]
        parties = []  # [flow, home-bound, those under way]
        for f in self.w["flows"]:
            home = defaultdict(float)
            for key, n in before:
                stage = key[0] - f["first"]
                if 0 <= stage < f["stages"]:
                    go = n * f["leave"][self.now] * often(key[5])
                    if stage + 1 < f["stages"]:
                        self.move(key, go, stock=key[0] + 1)
                    else:
                        self.people[key] -= go
                        home[self.changed(key, stock=f["from"]), False] += go
            parties.append((f, True, home))
        for f in self.w["flows"]:
            out = defaultdict(float)
            for key, n in before:
                if key[0] == f["from"]:
                    go = n * f["per_day"] * self.leaving(f, self.now) * self.travel_dt * f["share"][key[4]] / usual[f["from"]][key[4]] * often(key[5])
                    self.people[key] -= go
                    out[self.changed(key, stock=self.lands_in(f, False)), False] += go
            parties.append((f, False, out))
        self.set_out(parties)
        self.cross(again, parties)
        for f, home, party in again + parties:
            for (key, known), n in party.items():
                self.arrive(f, home, key, known, n)

    def look_again(self, flow, home):
        """Those held yesterday whom no closure keeps, {key as it will be: n}."""
        party, ring = defaultdict(float), self.held[flow["id"], home]
        _, through, _, _ = self.closures(flow, home, self.now)
        if not home and self.shut(flow, self.now):
            return party
        for key, n in list(self.people.items()):
            if key[2] == ring and key[5] != DEAD:
                self.people[key] -= n * through
                party[self.changed(key, ring=-1, left=0, stock=self.lands_in(flow, home)), False] += n * through
        return party

    def set_out(self, parties):
        """Closures: some do not set out, and some go round and are looked at by none."""
        for flow, home, party in parties:
            stops, through, leaked, rounds = self.closures(flow, home, self.now)
            for (key, known), n in list(party.items()):
                party[key, known] = n * through
                self.arrive(flow, home, key, known, n * leaked, looked_at=False)
                for position, share in enumerate(rounds):
                    self.count(flow, home, position, "leaked", n * (through + leaked) * share)
                for m, position, share in stops:
                    self.people[self.changed(key, stock=self.begins_in(flow, home))] += n * share
                    if not home:
                        self.count(flow, home, position, "stopped", n * share)
                        self.pay_at(m, flow, home, position, traveller=n * share)

    def arrive(self, flow, home, key, known, n, looked_at=True):
        """n people are where they went; of those whom a border interrupts in what they are in, and no measure helps, some are in another compartment."""
        for position in range(2):
            self.count(flow, home, position, "travellers", n)
            if key[5][0] in "EIA":
                self.count(flow, home, position, "infected", n)
                self.count(flow, home, position, "missed", 0 if known else n)
        chance = self.d["interrupt"] if key[5][0] == "I" and flow["from"] % 2 != flow["to"] % 2 and self.d["interrupt"] else 0
        for m in self.w["measures"]:
            if looked_at and m["kind"] == "border continue" and self.acts(m, self.now):
                goes_on = 1 - (1 - m["share"] * self.reach(m))**sum(self.meets(m, flow, home, position) for position in range(2))
                self.pay(m, traveller=n * chance * goes_on)
                chance *= 1 - goes_on
        self.people[self.changed(key, cell=("A", 0, 0))] += n * chance
        self.people[key] += n * (1 - chance)

    def cross(self, again, parties):
        """Measures, at the first crossing of each journey and then at the second: first for those who were held."""
        act = {"border vaccinate": self.jab, "border treat": self.cure, "border quarantine": self.keep, "border screen": self.look, "border test": self.look}
        for position in range(2):
            for m in self.w["measures"]:
                for some in (again, parties):
                    if m["kind"] in act and self.acts(m, self.now):
                        self.waited = some is again
                        act[m["kind"]](m, [row for row in some if self.meets(m, row[0], row[1], position)], position)
        self.tell_waits()

    def team(self, m):
        """The measures that share a day's work with one."""
        return [other for other in self.w["measures"] if other is m or (m.get("pool") and other.get("pool") == m["pool"])]

    def capacity(self, m):
        return m["capacity"] or next((other["capacity"] for other in self.team(m) if other["capacity"]), None)

    def tell_waits(self):
        """Mean minutes, half of what a day of 24 hours is too short by: of a crossing's measures the longest."""
        for m in self.w["measures"]:
            for crossing in (m.get("crossings") or [] if m["kind"] in ("border screen", "border test") and self.acts(m, self.now) and self.capacity(m) else []):
                met = {(self.route(f, home) + [""] * 2)[position] for f in self.w["flows"] for home in ([False, True] if f["stages"] else [False]) for position in range(2)
                       if self.meets(m, f, home, position)}
                load = sum(n / self.capacity(other) for other in self.team(m) for (name, at), n in self.demand.items() if name == other["name"] and (m["pool"] or at == crossing))
                for way in ("in", "out"):
                    if m["direction"] in (way, "both") and crossing in met:
                        at = (self.now, crossing, way, "wait")
                        self.counts[at] = max(self.counts[at], max(0, load - 1) * 24 * 60 / 2)

    def served_at(self, m, position, rows, limit):
        """Of rows [(flow, home, party, key, n)] the share that each crossing can do of what it has left of today's: {crossing: share}. Measures of a pool
        share one day's work, at all their crossings together."""
        where = lambda flow, home: (self.route(flow, home) + [""] * 2)[position]
        shares, total = {}, defaultdict(float)
        pool = m.get("pool")
        for flow, home, _, _, n in rows:
            total["pool" if pool else where(flow, home)] += n
            if not self.waited or not self.used["later"]:  # who waits is of a day's load once
                self.demand[m["name"], where(flow, home)] += n
        for at, n in total.items():
            name = (m["pool"] if pool else m["name"], at)
            shares[at] = min(1, (1 - self.used[name]) * limit / n) if limit and n > 0 else 1
            self.used[name] += n * shares[at] / limit if limit else 0
        return [shares["pool" if pool else where(flow, home)] for flow, home, _, _, _ in rows]

    def jab(self, m, met, position):
        some = [(flow, home, party, at, n * self.reach(m)) for flow, home, party in met for at, n in party.items() if at[0][1] == 0 and at[0][5][0] in m["of"]]
        for (flow, home, party, (key, known), n), share in zip(some, self.served_at(m, position, some, m["doses"])):
            n *= share
            party[key, known] -= n

            def turn(key, n, cell, product, party=party, known=known):
                party[self.changed(key, cell=cell, product=product), known] += n
            self.dose(m, key, n, turn)
            self.pay_at(m, flow, home, position, traveller=n, dose=n)

    def cure(self, m, met, position):
        for flow, home, party in met:
            for (key, known), n in list(party.items()):
                cured = n * self.reach(m) * m["of"].get(key[5][0], 0)
                party[key, known] -= cured
                party[self.changed(key, cell=("R", 0, 0)), known] += cured
                self.pay_at(m, flow, home, position, traveller=n * self.reach(m), dose=n * self.reach(m))

    def wait_in(self, flow, home, key, known, n, ring):
        self.arrive(flow, home, self.changed(key, ring=ring, left=self.rings[ring]["steps"]), known, n)

    def refuse(self, flow, home, position, party, at, n):
        """They are where they came from; who was on the way home begins the stay anew."""
        party[at] -= n
        self.people[self.changed(at[0], stock=flow["first"] if home else flow["from"])] += n
        self.count(flow, home, position, "refused", n)

    def keep_some(self, m, chosen, position):
        """chosen: [(flow, home, party, (key, known), n)], confined where they arrive as far as there are beds."""
        places = iter(chosen * len(self.ring_of[m["name"]]))

        def taken(key, n, ring):
            flow, home, party, at, _ = next(places)
            party[at] -= n
            self.count(flow, home, position, "quarantined", n)
            self.wait_in(flow, home, key, True, n, ring)
        left = self.confine(m, [(at[0], n) for _, _, _, at, n in chosen], taken)
        for (flow, home, party, at, _), (_, _, without) in zip(chosen, left):
            if m["full"] == "refuse":
                self.refuse(flow, home, position, party, at, without)
            if m["full"] == "treat":
                self.heal(m, party, at, without)

    def heal(self, m, party, at, n):
        key, known = at
        party[at] -= n * self.cured(m, key)
        party[self.changed(key, cell=("R", 0, 0)), known] += n * self.cured(m, key)

    def keep(self, m, met, position):
        chosen = [(flow, home, party, at, n * self.reach(m)) for flow, home, party in met for at, n in party.items()]
        for flow, home, _, _, n in chosen:
            self.pay_at(m, flow, home, position, traveller=n)
        self.keep_some(m, chosen, position)

    def look(self, m, met, position):
        """Screening, or a test, whose result may come where they have arrived."""
        some = [(flow, home, party, at, n * self.reach(m)) for flow, home, party in met for at, n in party.items()]
        positive = []
        for (flow, home, party, (key, known), n), share in zip(some, self.served_at(m, position, some, self.capacity(m))):
            found = n * share * m["finds"].get(key[5][0], 1 - m["specificity"])
            self.pay_at(m, flow, home, position, traveller=n * share, test=n * share)
            if m["when_full"] == "refuse":
                self.refuse(flow, home, position, party, (key, known), n * (1 - share))
            if m["when_full"] == "hold":
                party[key, known] -= n * (1 - share)
                self.people[self.changed(key, stock=self.begins_in(flow, home), ring=self.held[flow["id"], home])] += n * (1 - share)
            if key[5][0] in "EIA" and not known:
                self.count(flow, home, position, "detected", found)
            party[key, known] -= found
            party[key, True] += found
            positive.append((flow, home, party, (key, True), found))
            if m.get("turnaround"):
                for ring, tested, at in zip(self.waits.get(m["name"], (-1, -1)), (found, n * share - found), ((key, True), (key, known))):
                    if ring >= 0:
                        party[at] -= tested
                        self.wait_in(flow, home, key, at[1], tested, ring)
            elif m["then"] == "refuse":
                self.refuse(flow, home, position, party, (key, True), found)
            elif m["then"] == "treat":
                self.heal(m, party, (key, True), found)
        if m["then"] in ("isolate", "quarantine") and not m.get("turnaround"):
            self.keep_some(m, positive, position)
