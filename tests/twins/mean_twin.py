# The mean field a second time: docs/model.md as a recursion over a dictionary of people, slow and to be read.
#
# people[stock, product, ring, left, stratum, cell] is how many there are. Stocks 0 .. n-1 are the residents of the places, then, flow by flow,
# those away in each stage of their stay. product 0 is no dose. ring -1 is free, else who is confined: which confinement, and for how many steps
# more. A stratum is age * groups + group. A cell is (compartment, branch drawn on entering, stage).
#
# SPDX-License-Identifier: Apache-2.0
import datetime
import math
from collections import defaultdict

from mean_border import DEAD, Border
from mean_world import BACK, CLOSED, START, WAVE

ALWAYS = 10**6
YEAR = 365.25


def of_law(law, dt):
    """Stages of a duration, and the rate at which each is left; infinite where it is left after every step."""
    kind, n, mean = law
    n, chance = (round(mean / dt), 1) if kind == "fixed" else (n, n * dt / mean)
    return n, math.inf if chance >= 1 else -math.log1p(-chance) / dt


def on_each_day(curve):
    """A curve's value on each of 365 days: straight lines round the year, scaled to a mean of 1."""
    points = sorted(((datetime.date(2027, month, day) - datetime.date(2027, 1, 1)).days, value) for month, day, value in curve)
    points = [(points[-1][0] - 365, points[-1][1])] + points + [(points[0][0] + 365, points[0][1])]
    year = [next(v + (w - v) * (day - a) / (b - a) for (a, v), (b, w) in zip(points, points[1:]) if a <= day < b) for day in range(365)]
    return [value * 365 / sum(year) for value in year]


class Twin(Border):
    def __init__(self, world):
        self.w, self.d, self.dt = world, world["disease"], 1 / world["steps"]
        self.n_groups, self.n_ages = len(world["groups"]), len(world["ages"])
        self.strata = range(self.n_ages * self.n_groups)
        self.census = [[world["people"][p] * world["age_shares"][p % 2][self.age(x)] * world["group_shares"][p % 2][x % self.n_groups] for x in self.strata]
                       for p in range(world["n"])]
        self.course()
        self.products = [None] + [m["product"] for m in world["measures"] if "product" in m]
        self.vaccines = [{"susceptibility": 1, "infectiousness": 1}] + [m for m in world["measures"] if "product" in m]
        self.rings, self.ring_of = [], {}
        for m in world["measures"]:
            keep = m.get("keep")
            self.ring_of[m["name"]] = chain = []
            while keep:
                chain.append(len(self.rings))
                release = keep.get("release", {"day": math.inf, "test": {}})
                self.rings.append({"measure": m, "steps": round(keep["days"] / self.dt), "contact": keep["contact"], "beds": keep.get("beds", math.inf),
                                   "adherence": keep["adherence"], "test": release["test"], "test_left": round(keep["days"] / self.dt) - release["day"] / self.dt + 1})
                keep = keep.get("else")
        self.waits = {}  # for the result of a measure's tests: the rings of the positive and of the negative, -1 where they do not
        for m in world["measures"]:
            traced = any(other["kind"] == "trace" for other in world["measures"])
            if m.get("turnaround") and (m["then"] != "record" or m["wait"] == "quarantine" or traced):  # nobody waits for what changes nothing
                row = {"measure": m, "steps": round(m["turnaround"] / self.dt), "contact": 1 if m["wait"] == "free" else 0, "beds": math.inf, "adherence": 1, "test": {},
                       "test_left": -math.inf}
                self.waits[m["name"]] = (len(self.rings), len(self.rings) + 1 if m["wait"] == "quarantine" else -1)
                self.rings += [row, row]
        self.held = {}  # the ring of those who wait to be looked at: it keeps them from nothing but travel
        for flow in world["flows"]:
            for home in (False, True):
                self.held[flow["id"], home] = len(self.rings)
                self.rings.append({"measure": None, "steps": 0, "contact": 1, "beds": math.inf, "adherence": 1, "test": {}, "test_left": -math.inf})
        self.found, self.loose = defaultdict(float), defaultdict(float)
        self.water = [0.0] * world["n"]
        self.doses = defaultdict(float)
        self.demand = defaultdict(float)  # today, who came to a measure at a crossing
        self.used = defaultdict(float)  # today, of what a measure at a crossing can do in a day
        self.travel_dt, self.measure_dt = (self.dt if world["each_step"][what] else 1 for what in ("travel", "measures"))
        self.cost = 0.0
        self.counts = defaultdict(float)  # [day, crossing, direction, quantity]
        self.rest = defaultdict(float)  # of a measure's cost today, what is not yet told at a crossing
        self.now = 0
        self.settle()
        self.beta = self.d["beta"] if not self.d["R0"] else self.d["R0"] / self.next_generation()

    def age(self, stratum):
        return stratum // self.n_groups

    # ---- the course of the disease ------------------------------------------------------------------------

    def course(self):
        d = self.d
        latent, self.latent_rate = of_law(d["latent"], self.dt)
        self.ill_laws = [d["ill"]] + ([d["dying"] or d["ill"]] if d["at_entry"] else [])  # by branch
        self.ill_rate = [of_law(law, self.dt)[1] for law in self.ill_laws]
        self.latent = [("E", 0, i) for i in range(latent)]
        self.ill = [[("I", branch, i) for i in range(of_law(law, self.dt)[0])] for branch, law in enumerate(self.ill_laws)]
        self.cells = [("S", 0, 0)] + self.latent + [c for row in self.ill for c in row] + [("A", 0, 0), ("R", 0, 0), DEAD]

    def weight(self, cell, stratum):
        """How infectious somebody is."""
        return {"I": 1, "A": self.d["weight"][stratum % self.n_groups]}.get(cell[0], 0)

    def ill_branches(self, stratum):
        die = self.d["die"][self.age(stratum)]
        return [(self.ill[0][0], 1 - die), (self.ill[1][0], die)] if self.d["at_entry"] else [(self.ill[0][0], 1)]

    def enter(self, compartment, stratum):
        """Where those go who enter a compartment: [(cell, share)]."""
        return self.ill_branches(stratum) if compartment == "I" else [(("E", 0, 0) if compartment == "E" else (compartment, 0, 0), 1)]

    def exits(self, cell, stratum):
        """[(rate a day, [(cell, share)])] of the disease alone."""
        d, (name, branch, stage) = self.d, cell
        if name == "E":
            onward = [(("E", 0, stage + 1), 1)] if stage + 1 < len(self.latent) else \
                [(c, share * d["symptomatic"]) for c, share in self.ill_branches(stratum)] + [(("A", 0, 0), 1 - d["symptomatic"])]
            return [(self.latent_rate, onward)]
        if name == "I":
            die = branch if d["at_entry"] else d["die"][self.age(stratum)]
            onward = [(("I", branch, stage + 1), 1)] if stage + 1 < len(self.ill[branch]) else [(DEAD, die), (("R", 0, 0), 1 - die)]
            return [(self.ill_rate[branch], onward)] + ([(d["cure"], [(("R", 0, 0), 1)])] if d["cure"] else [])
        if name == "A":
            return [(of_law(("mean", 1, d["silent"]), self.dt)[1], [(("R", 0, 0), 1)])]
        return [(d["wane"], [(("S", 0, 0), 1)])] if name == "R" and d["wane"] else []

    def chances(self, cell, stratum):
        """[(chance in a step, cell or None for out of the world, ages up)], births left out."""
        rates = [(rate, onward, 0) for rate, onward in self.exits(cell, stratum)]
        if self.d["vital"] and cell != DEAD:
            rates.append((self.d["vital"]["deaths"][self.age(stratum)] / YEAR, [(None, 1)], 0))
            age = self.w["ages"][self.age(stratum)]
            if self.d["vital"]["ageing"] and not age.endswith("+"):
                low, high = age.split("-")
                rates.append((1 / (int(high) - int(low) + 1) / YEAR, [(cell, 1)], 1))
        certain = [r for r in rates if r[0] == math.inf]
        others = [r for r in rates if r[0] != math.inf]
        total = sum(r[0] for r in others)
        leave = -math.expm1(-total * self.dt)
        found = [(leave * rate / total * share, to, up) for rate, onward, up in others for to, share in onward if total > 0]
        return found + [((1 - leave) * share, to, up) for _, onward, up in certain for to, share in onward]

    def contacts(self, place, scales):
        """Contacts a day by age with each age, reciprocal on the residents at the start; None: everybody meets everybody."""
        if not self.w["contacts"]:
            return None
        ages = range(self.n_ages)
        people = [sum(self.census[place][a * self.n_groups:(a + 1) * self.n_groups]) for a in ages]
        rows = [[sum(table[i][j] * scales.get(setting, 1) for setting, table in self.w["contacts"][place % 2].items()) for j in ages] for i in ages]
        return [[(rows[i][j] * people[i] + rows[j][i] * people[j]) / 2 / people[i] for j in ages] for i in ages]

    def next_generation(self):
        """The mean over places, by residents, of the reproduction number at beta 1."""
        days = []  # [newly infected in a stratum][infectious days in each, for they grow older]
        for x in self.strata:
            at, spent = {(("E", 0, 0), x): 1.0}, [0.0 for _ in self.strata]
            while sum(at.values()) > 1e-16:
                after = defaultdict(float)
                for (cell, stratum), n in at.items():
                    spent[stratum] += n * self.weight(cell, stratum) * self.dt
                    staying = 1.0
                    for chance, to, up in self.chances(cell, stratum):
                        staying -= chance
                        if to and to[0] in "EIA":
                            after[to, stratum + up * self.n_groups] += n * chance
                    after[cell, stratum] += n * staying
                at = after
            days.append(spent)
        total = 0.0
        for p in range(self.w["n"]):
            c, people = self.contacts(p, {}), self.census[p]
            of_age = [sum(people[a * self.n_groups:(a + 1) * self.n_groups]) for a in range(self.n_ages)]
            meets = lambda i, s: c[self.age(i)][self.age(s)] / of_age[self.age(s)] if c else 1 / sum(people)
            k = [[self.d["susceptibility"][self.age(i)] * people[i] * sum(days[j][s] * meets(i, s) for s in self.strata) for j in self.strata] for i in self.strata]
            v, value = [1.0 + 0.1 * i for i in self.strata], 0.0
            for _ in range(2000):  # a step of k + 1, so that no eigenvalue of the same size has another sign
                u = [v[i] + sum(k[i][j] * v[j] for j in self.strata) for i in self.strata]
                value = max(u)
                v = [a / value for a in u]
            total += (value - 1) * sum(people)
        return total / sum(sum(row) for row in self.census)

    # ---- the calendar -----------------------------------------------------------------------------------------

    def shut(self, flow, day):
        if "x0" not in flow["via"] or not self.w["opens"]:
            return False
        return (START + datetime.timedelta(day)).weekday() > 4 if self.w["opens"] == "Mon-Fri" else CLOSED[0] <= day <= CLOSED[1]

    def leaving(self, flow, day):
        """Who leave on a day, of one a day in the mean of the year."""
        if self.shut(flow, day):
            return 0
        if not flow["season"]:
            return 1
        date = START + datetime.timedelta(day)
        if (date.month, date.day) == (2, 29):
            return (self.season[58] + self.season[59]) / 2
        return self.season[self.yearday(day)]

    @staticmethod
    def yearday(day):
        date = START + datetime.timedelta(day)
        return (datetime.date(2027, date.month, date.day) - datetime.date(2027, 1, 1)).days

    def follow_curve(self, f):
        """Of one a day, how many are away on each day, and what share of them goes home in a step: as many return in a year as leave."""
        away = [0.0]
        for day in range(364):
            away.append(away[-1] + (self.season[day] if f["season"] else 1) - self.back[day])
        away = [n - sum(away) / 365 + f["stay"][2] for n in away]
        days = [self.yearday(day) for day in range(self.w["days"])]
        f["leave"] = [min(1, self.back[day] * self.travel_dt / away[day]) for day in days]
        return [[away[day]] for day in days]

    def follow(self, f):
        """Of one a day, how many are in each stage of the stay at the start of each day: from eight stays and two weeks before the start, when as many
        are away as leave in the mean of the four years before then."""
        before = min(1461, math.ceil(8 * f["stay"][2]) + 14) if f["season"] or "x0" in f["via"] and self.w["opens"] else 0
        usual = sum(self.leaving(f, -before - i) for i in range(1461)) / 1461 if before else 1
        stages, days = [usual * f["stay"][2] / f["stages"] for _ in range(f["stages"])], []
        for day in range(-before, self.w["days"]):
            if day >= 0:
                days.append(list(stages))
            for _ in range(round(1 / self.travel_dt)):
                come = [self.leaving(f, day) * self.travel_dt] + [n * f["leave"][0] for n in stages]
                stages = [n * (1 - f["leave"][0]) + come[i] for i, n in enumerate(stages)]
        return days

    # ---- who is where ---------------------------------------------------------------------------------------

    def settle(self):
        w, d = self.w, self.d
        self.season, self.back = on_each_day(WAVE), on_each_day(BACK)
        self.here, standing = list(range(w["n"])), [list(row) for row in self.census]
        for f in w["flows"]:
            f["stages"] = f["stay"][1] if f["stay"][0] != "fixed" else round(f["stay"][2] / self.travel_dt)
            f["leave"] = [0 if f["stay"][0] == "forever" else f["stages"] * self.travel_dt / f["stay"][2]] * w["days"]
            f["first"] = len(self.here)
            self.here += [f["to"]] * f["stages"]
            own = [n if f["age"] in (None, self.age(x)) and f["group"] in (None, x % self.n_groups) else 0 for x, n in enumerate(self.census[f["from"]])]
            f["share"] = [n / sum(own) for n in own]
            f["days"] = self.follow_curve(f) if f["stay"][0] == "curve" else self.follow(f) if f["stages"] else []
            at_start = f["per_day"] * self.passing(f, False, 0)
            for stage in range(f["stages"]):
                standing.append([f["days"][0][stage] * share * at_start for share in f["share"]])
                standing[f["from"]] = [n - away for n, away in zip(standing[f["from"]], standing[-1])]
        self.people = defaultdict(float)
        for stock, row in enumerate(standing):
            for x, n in enumerate(row):
                immune = d["immune"][self.home(stock) % 2]
                self.people[stock, 0, -1, 0, x, ("S", 0, 0)] = n * (1 - immune - d["infected"])
                self.people[stock, 0, -1, 0, x, ("R", 0, 0)] = n * immune
                some = [(cell[1], share * self.ill_laws[cell[1]][2]) for cell, share in self.ill_branches(x)]  # as where people fall ill day by day
                for branch, share in some:
                    for other in self.ill[branch]:
                        self.people[stock, 0, -1, 0, x, other] = n * d["infected"] * share / sum(m for _, m in some) / len(self.ill[branch])

    def home(self, stock):
        """Of which place the people of a stock are."""
        return next((f["from"] for f in self.w["flows"] if f["first"] <= stock < f["first"] + f["stages"]), stock)

    def move(self, key, n, **changes):
        """n of those at key are where the changes say; given so many, none of them at all is left out by rounding."""
        self.people[key] -= n
        self.people[self.changed(key, **changes)] += n

    @staticmethod
    def changed(key, stock=None, product=None, ring=None, left=None, stratum=None, cell=None):
        return tuple(old if new is None else new for old, new in zip(key, (stock, product, ring, left, stratum, cell)))

    def free_at(self, places):
        return [(key, n) for key, n in self.people.items() if n > 0 and key[2] < 0 and key[5] != DEAD and self.here[key[0]] in places]

    def begin(self, day):
        for r in self.w["begin"]:
            if "people" in r:
                n = r["people"] if day == r["from"] else 0
            else:
                n = r["per_day"] if r["from"] <= day < r["from"] + (r["days"] or 10**6) else 0
            fits = lambda x: r["age"] in (None, self.age(x)) and r["group"] in (None, x % self.n_groups)
            if r["outside"]:
                some = [((r["place"], 0, -1, 0, x, None), self.census[r["place"]][x]) for x in self.strata if fits(x)]
            else:
                some = [(key, m) for key, m in self.free_at([r["place"]]) if key[0] == r["place"] and key[5][0] == "S" and fits(key[4])]
            total = sum(m for _, m in some)
            n = n if r["outside"] else min(n, total)
            for key, m in some if total > 0 else []:
                for cell, share in self.enter(r["into"], key[4]):
                    if not r["outside"]:
                        self.people[key] -= n * m / total * share
                    self.people[self.changed(key, cell=cell)] += n * m / total * share

    def events(self, day):
        """Movements: residents at home, of all who fit by their shares, become residents elsewhere; or are of nowhere, or come from there."""
        for r in self.w["events"]:
            if r["day"] != day:
                continue
            fits = lambda x: r["age"] in (None, self.age(x)) and r["group"] in (None, x % self.n_groups)
            if r["from"] is None:
                census = [(x, self.census[r["to"]][x]) for x in self.strata if fits(x)]
                for x, m in census:
                    for cell, share in self.enter(r["into"], x):
                        self.people[r["to"], 0, -1, 0, x, cell] += r["number"] * m / sum(m for _, m in census) * share
                continue
            some = [(key, m) for key, m in self.free_at([r["from"]]) if key[0] == r["from"] and r["into"] in (None, key[5][0]) and fits(key[4])]
            total = sum(m for _, m in some)
            for key, m in some if total > 0 else []:
                go = m * min(1, r["number"] / total)
                self.people[key] -= go
                if r["to"] is not None:
                    self.people[self.changed(key, stock=r["to"])] += go

    def release(self):
        after, known = defaultdict(float), []
        for (stock, product, ring, left, x, cell), n in self.people.items():
            row = self.rings[ring] if ring >= 0 else None
            if row and left == row["test_left"]:  # who tests negative goes
                negative = n * (1 - row["test"].get(cell[0], 0))
                self.pay(row["measure"], test=n if cell != DEAD else 0)
                after[stock, product, -1, 0, x, cell] += negative
                n -= negative
            key = (stock, product, -1, 0, x, cell)
            if left == 1 and cell != DEAD and any(ring == positive for positive, _ in self.waits.values()):
                known.append((row["measure"], key, n))
            after[key if left == 1 else (stock, product, ring, max(left - 1, 0), x, cell)] += n
        self.people = after
        for m in self.w["measures"]:
            self.find(m, [(key, n) for measure, key, n in known if measure is m])

    # ---- measures ---------------------------------------------------------------------------------------------

    def in_force(self, kind):
        return [m for m in self.w["measures"] if m["kind"] == kind and self.acts(m, self.now)]

    def acts(self, m, day):
        return m["from"] <= day <= m["to"]

    def triggers(self):
        """In the morning: whether what was reported up to yesterday begins a measure or ends it."""
        for m in self.w["measures"]:
            row = m["trigger"]
            if not row:
                continue
            seen = sum(self.report(p, day) for p in range(self.w["n"]) if p % 2 == row["place"] for day in range(max(0, self.now - row["window"]), self.now))
            if self.acts(m, self.now) and row["until"] and seen >= row["until"]:
                m["to"] = self.now - 1
            if seen >= row["least"] and (m["from"] == ALWAYS or (row["again"] and self.now > m["to"])):
                m["from"] = self.now + row["lead"]
                m["to"] = m["from"] + row["for"] - 1 if row["for"] else ALWAYS
                if row["lead"] == 0 and row["until"] and seen >= row["until"]:
                    m["to"] = self.now - 1

    def quota(self, daily):
        """Of so many persons or doses a day those of this step."""
        return daily * self.measure_dt

    @staticmethod
    def reach(m):
        return m["reach"][0] * m["reach"][1]

    def pay(self, m, **used):
        spent = sum(m["cost"][what] * n for what, n in used.items())
        self.cost += spent
        self.rest[m["name"]] += spent

    def confine(self, m, chosen, taken):
        """chosen: [(key, n)] of free people, who go into the measure's confinements as far as there are beds. taken(key, n, ring): n of them are.
        Returns those who stay free: [(key, how many will not, how many find no bed)]."""
        free = [(key, 0.0) for key, _ in chosen]  # who does not do it
        for ring in self.ring_of[m["name"]]:
            row = self.rings[ring]
            occupied = sum(n for key, n in self.people.items() if key[2] == ring and key[5] != DEAD)
            total = sum(n for _, n in chosen)
            room = max(0, row["beds"] - occupied)
            share = row["adherence"] * (min(1, room / (total * row["adherence"])) if total > 0 else 0)
            for key, n in chosen:
                taken(key, n * share, ring)
            free = [(key, m + n * (1 - row["adherence"])) for (key, n), (_, m) in zip(chosen, free)]
            chosen = [(key, n * (row["adherence"] - share)) for key, n in chosen]
        return [(key, m, n) for (key, n), (_, m) in zip(chosen, free)]

    def cured(self, m, key):
        """Of those whom a measure finds, or finds no bed for, the share that it cures: of the infected alone."""
        return (m.get("treats") or 0) if key[5][0] in "EIA" else 0

    def find(self, m, chosen):
        """What follows at a place for those found there, of whom the infectious lead to their contacts."""
        if m["kind"] != "trace":
            for key, n in chosen:
                self.found[self.here[key[0]]] += n if key[5][0] in "IA" else 0
        left = self.confine(m, chosen, lambda key, n, ring: self.move(key, n, ring=ring, left=self.rings[ring]["steps"]))
        for key, unwilling, without in left:
            cured = (unwilling + without if m.get("then") == "treat" else without if m.get("full") == "treat" else 0) * self.cured(m, key)
            self.move(key, cured, cell=("R", 0, 0))
            if m["kind"] != "trace":
                self.loose[self.here[key[0]]] += unwilling + without - cured if key[5][0] in "IA" else 0

    def vaccinate(self, m):
        before = self.products.index(m["after"])
        some = [(key, n) for key, n in self.free_at(m["places"]) if key[1] == before and key[5][0] in m["of"] and m["ages"] in (None, self.age(key[4]))
                and m["group"] in (None, key[4] % self.n_groups)]
        there, done = sum(n for _, n in some), self.doses[m["name"]]
        doses = min(self.quota(m["doses"]), max(0, min(m["target"], self.reach(m)) * (there + done) - done))
        for key, n in some if there > 0 else []:
            self.dose(m, key, n * doses / there, lambda key, n, cell, product: self.move(key, n, cell=cell, product=product))
        self.doses[m["name"]] += doses if there > 0 else 0
        self.pay(m, traveller=doses if there > 0 else 0, dose=doses if there > 0 else 0)

    def dose(self, m, key, n, turn):
        product = self.products.index(m["product"])
        turn(key, n * m["take"], ("R", 0, 0), product)
        turn(key, n * (1 - m["take"]), key[5], product)

    def served(self, m, of):
        """How many of each of those whom a measure with so many persons a day concerns it serves."""
        some = [(key, n) for key, n in self.free_at(m["places"]) if of is None or key[5][0] in of]
        total = sum(n for _, n in some)
        share = min(self.reach(m), self.quota(m["per_day"]) / total) if total > 0 else 0
        return [(key, n * share) for key, n in some]

    def treat(self, m):
        for key, n in self.served(m, None):
            self.move(key, n * m["of"].get(key[5][0], 0), cell=("R", 0, 0))
            self.pay(m, traveller=n, dose=n)

    def isolate(self, m):
        chance = lambda daily: 1 - (1 - daily)**self.measure_dt
        chosen = [(key, n * chance(self.reach(m) * m["of"][key[5][0]])) for key, n in self.free_at(m["places"]) if key[5][0] in m["of"]]
        self.pay(m, traveller=sum(n for _, n in chosen))
        self.find(m, chosen)

    def test(self, m):
        tested = self.served(m, m["of"])
        self.pay(m, traveller=sum(n for _, n in tested), test=sum(n for _, n in tested))
        chance = lambda key: m["finds"].get(key[5][0], 1 - m["specificity"])
        if m["name"] not in self.waits:
            self.find(m, [(key, n * chance(key)) for key, n in tested])
            return
        positive, negative = self.waits[m["name"]]
        for key, n in tested:
            self.move(key, n * chance(key), ring=positive, left=self.rings[positive]["steps"])
            if negative >= 0:
                self.move(key, n * (1 - chance(key)), ring=negative, left=self.rings[negative]["steps"])

    def trace(self, m):
        chosen = []
        infectious = defaultdict(float)
        for key, n in self.free_at(range(self.w["n"])):
            infectious[self.here[key[0]]] += n if key[5][0] in "IA" else 0
        for key, n in self.free_at(m["places"]):
            here = self.here[key[0]]
            if key[5][0] in m["of"] and self.found[here] > 0:
                of_them = self.found[here] / (self.found[here] + max(0, infectious[here] - self.loose[here]))
                chosen.append((key, n * m["share"] * self.reach(m) * of_them))
        self.pay(m, traveller=sum(n for _, n in chosen))
        self.find(m, chosen)

    def measures(self):
        act = {"vaccinate": self.vaccinate, "treat": self.treat, "isolate": self.isolate, "test": self.test, "trace": self.trace}
        for last in (False, True):  # tracing after the others
            for m in self.w["measures"]:
                if m["kind"] in act and (m["kind"] == "trace") == last and m in self.in_force(m["kind"]):
                    act[m["kind"]](m)
        self.found.clear()
        self.loose.clear()

    # ---- infection and progress --------------------------------------------------------------------------------

    def force(self):
        """The force of infection between people by place and stratum, and what each group's contacts are scaled by."""
        w, places = self.w, range(self.w["n"])
        scale, shy, settings = [1.0] * w["n"], [[1.0] * len(self.strata) for _ in places], [{} for _ in places]
        for m in self.in_force("contacts"):
            for p in m["places"]:
                if m["settings"]:
                    for name, value in m["settings"].items():
                        settings[p][name] = settings[p].get(name, 1) * (1 - self.reach(m) * (1 - value))
                elif m["group"] is None:
                    scale[p] *= 1 - self.reach(m) * (1 - m["scale"])
                else:
                    for x in self.strata:
                        shy[p][x] *= 1 - self.reach(m) * (1 - m["scale"]) if x % self.n_groups == m["group"] else 1
        met, ill, other = ([[0.0] * self.n_ages for _ in places] for _ in range(3))
        for (stock, product, ring, _, x, cell), n in self.people.items():
            p = self.here[stock]
            weight = n * shy[p][x] * (self.rings[ring]["contact"] if ring >= 0 else 1)
            if cell != DEAD:
                met[p][self.age(x)] += weight
                ill[p][self.age(x)] += weight * self.weight(cell, x) * self.vaccines[product]["infectiousness"]
                other[p][self.age(x)] += weight * {"I": 0.3, "A": 1}.get(cell[0], 0) * self.vaccines[product]["infectiousness"]
        spends = lambda h, y: w["commuting"].get((h, y), 0) if h != y else 1 - sum(share for (i, _), share in w["commuting"].items() if i == h)
        change = self.d["change"]
        beta = self.beta * (change[1] if change and self.now >= change[0] else 1)
        row = self.d["second"] or {"beta": 0}
        force, second = ([[0.0] * len(self.strata) for _ in places] for _ in range(2))
        for y in places:
            there = [sum(spends(h, y) * met[h][a] for h in places) for a in range(self.n_ages)]
            c = self.contacts(y, settings[y])
            for who, of, strength, into in ((ill, self.d["susceptibility"], beta * self.d["local"][y % 2], force), (other, [0.5] * self.n_ages, row["beta"], second)):
                sick = [sum(spends(h, y) * who[h][a] for h in places) for a in range(self.n_ages)]
                for a in range(self.n_ages):
                    if c:
                        rate = sum(c[a][j] * sick[j] / there[j] for j in range(self.n_ages) if there[j] > 0)
                    else:
                        rate = sum(sick) / sum(there) if sum(there) > 0 else 0
                    for h in places:
                        for x in self.strata[a * self.n_groups:(a + 1) * self.n_groups]:
                            into[h][x] += spends(h, y) * scale[y] * strength * rate * of[a] * shy[h][x]
        return force, second

    def drink(self):
        """The force of infection by water, by place; then the day's losses and what is shed."""
        row, places = self.d["water"], range(self.w["n"])
        if not row:
            return [0.0] * self.w["n"]
        risk, less, decay, shed = [1.0] * len(places), [1.0] * len(places), [row["decay"]] * len(places), [0.0] * len(places)
        for m in self.in_force("water"):
            for p in m["places"]:
                risk[p] *= 1 - self.reach(m) * (1 - m["scale"])
                less[p] *= 1 - self.reach(m) * (1 - m["shed"])
                decay[p] += self.reach(m) * m["decay"]
        for (stock, product, ring, _, _, cell), n in self.people.items():
            shed[self.here[stock]] += n * {"I": 1, "A": 0.1}.get(cell[0], 0) * self.vaccines[product]["infectiousness"] * (self.rings[ring]["contact"] if ring >= 0 else 1)
        force = [row["rate"] * w / (row["half"] + w) * risk[p] for p, w in enumerate(self.water)]
        self.water = [w * math.exp(-decay[p] * self.dt) + less[p] * shed[p] * self.dt for p, w in enumerate(self.water)]
        return force

    def progress(self, counted):
        (between, second), water, row = self.force(), self.drink(), self.d["second"] or {"from": []}
        after = defaultdict(float)
        for key, n in self.people.items():
            stock, product, ring, _, x, cell = key
            here, staying = self.here[stock], 1.0
            forces = [(between[here][x] + water[here], "E")] if cell[0] == "S" else []
            forces += [(second[here][x], row["to"])] if cell[0] in row["from"] else []
            rate = sum(rate for rate, _ in forces) * self.vaccines[product]["susceptibility"] * (self.rings[ring]["contact"] if ring >= 0 else 1)
            if rate > 0:
                infected = n * -math.expm1(-rate * self.dt)
                counted["infections"][here] += infected
                n -= infected
                for part, to in forces:
                    got = infected * part / sum(rate for rate, _ in forces)
                    counted["onsets"][here] += got if to == "I" else 0
                    for other, share in self.enter(to, x):
                        after[self.changed(key, cell=other)] += got * share
            for chance, to, up in self.chances(cell, x):
                staying -= chance
                if to is None:
                    continue
                after[self.changed(key, cell=to, stratum=x + up * self.n_groups)] += n * chance
                if to[0] == "I" and cell[0] != "I":
                    counted["onsets"][here] += n * chance
                if to == DEAD and cell != DEAD:
                    counted["deaths"][here] += n * chance
            after[key] += n * staying
            if self.d["vital"] and cell != DEAD:
                n = self.people[key]
                after[self.changed(key, product=0, stratum=x % self.n_groups, cell=("S", 0, 0))] += n * self.d["vital"]["births"] / YEAR * self.dt
        self.people = after

    def run(self):
        """{quantity: [place][day]}; cost: one number."""
        w = self.w
        out = {what: [[] for _ in range(w["n"])] for what in ("infections", "onsets", "deaths", "prevalence", "beds", "present")}
        self.onsets, self.looks = out["onsets"], []
        for self.now in range(w["days"]):
            counted = {what: [0.0] * w["n"] for what in out}
            for k in range(w["steps"]):
                if k == 0:
                    self.used.clear()
                    self.demand.clear()
                    self.triggers()
                    self.begin(self.now)
                    self.events(self.now)
                self.release()
                if k == 0 or w["each_step"]["travel"]:
                    self.travel()
                    self.used["later"] = 1
                if k == 0 or w["each_step"]["measures"]:
                    self.measures()
                if k == 0:
                    for m in w["measures"]:
                        self.pay(m, day=self.acts(m, self.now))
                for m in w["measures"]:
                    kept = sum(n for key, n in self.people.items() if key[2] in self.ring_of[m["name"]] and key[5] != DEAD)
                    self.pay(m, bed_day=kept * self.dt)
                self.progress(counted)
            self.watch()
            self.share_costs()
            for (stock, _, _, _, _, cell), n in self.people.items():
                here = self.here[stock]
                counted["prevalence"][here] += n if cell[0] in "IA" else 0
                counted["beds"][here] += 0.2 * n if cell[0] == "I" else 0
                counted["present"][here] += n if cell != DEAD else 0
            for what, row in out.items():
                for p in range(w["n"]):
                    row[p].append(counted[what][p])
        del out["onsets"]
        out["reported"] = [[self.report(p, day) for day in range(w["days"])] for p in range(w["n"])]
        return out

    def report(self, place, day):
        """What a place reports on a day, of the illnesses that began up to then."""
        r, n = self.w["reports"], 0.0
        for past in range(max(0, day - 60), day + 1):
            law, probability = self.looks[past][place]
            delay = [float(k == law[1]) if law[0] == "fixed" else (law[1] / (1 + law[1]))**k / (1 + law[1]) for k in range(61)]
            n += self.onsets[place][past] * probability * delay[day - past] / sum(delay)
        return n * (r["weekday"] or [1] * 7)[day % 7]

    def watch(self):
        """How surveillance sees what began today, by place: (delay, probability)."""
        r = self.w["reports"]
        today = [(r["delay"] or ("fixed", 0), r["probability"])] * self.w["n"]
        for m in self.in_force("surveillance"):
            for p in m["places"]:
                today[p] = (m["delay"] or today[p][0], m["probability"] or today[p][1])
        self.looks.append(today)
