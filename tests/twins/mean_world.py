# Random small worlds with their diseases, measures and flows, and the files that state them.
#
# A world is a dictionary of plain numbers, read by mean_twin.py and written here in the scenario language. Populations and shares are such
# that every stratum holds whole persons.
#
# SPDX-License-Identifier: Apache-2.0
import datetime
import json
import os

START = datetime.date(2027, 3, 1)  # a Monday
ALWAYS = 10**6
WAVE = [(1, 15, 0.4), (3, 10, 2.0), (7, 1, 1.0), (11, 20, 0.1)]  # of a season: month, day, value
BACK = [(2, 1, 1.5), (6, 1, 0.5), (9, 1, 1.2)]  # when those return who stay by a curve
CLOSED = (4, 8)  # days of the run
COST = {"day": 7, "traveller": 1, "test": 3, "dose": 5, "bed_day": 2}


def date(day):
    return str(START + datetime.timedelta(day))


def shares(random, n):
    some = [random.choice([1, 2, 3, 4]) for _ in range(n)]
    rounded = [round(x / sum(some), 2) for x in some]
    return rounded[:-1] + [round(1 - sum(rounded[:-1]), 2)]


def random_disease(random, n_ages, meets):
    return {
        "beta": random.choice([0.15, 0.3, 0.5]) / (6 if meets else 1),
        "R0": random.choice([None, 1.5, 3.0]),
        "change": random.choice([None, (random.choice([4, 8]), random.choice([0.5, 1.5]))]),  # of beta or R0, from a day
        "susceptibility": [random.choice([0.5, 1.0]) for _ in range(n_ages)],
        "latent": random.choice([("mean", 1, 3), ("erlang", 2, 4), ("fixed", 3, 3)]),
        "ill": random.choice([("mean", 1, 5), ("erlang", 3, 6), ("fixed", 4, 4)]),
        "dying": random.choice([None, None, ("mean", 1, 8), ("erlang", 2, 4), ("fixed", 2, 2)]),  # the duration of those who will die, where that is drawn at entry
        "silent": 4,
        "symptomatic": random.choice([1.0, 0.6]),
        "weight": [random.choice([0.2, 0.5, 1.0]) for _ in range(2)],  # of A, by group
        "local": [random.choice([1, 1, 0.6]), random.choice([1, 1, 1.4])],  # what beta or R0 is multiplied by in each country
        "second": random.choice([None, None, {"from": random.choice([["S"], ["S", "R"]]), "to": random.choice(["E", "A", "I"]), "beta": random.choice([0.1, 0.4]) / (6 if meets else 1)}]),
        "die": [random.choice([0, 0.05, 0.2]) for _ in range(n_ages)],
        "at_entry": random.random() < 0.4,
        "wane": random.choice([None, 0.01]),
        "cure": random.choice([None, 0.05]),
        "travel": random.choice([1.0, 0.3]),
        "interrupt": random.choice([None, None, 0.3]),  # the share of the ill whom crossing a border makes silent
        "immune": [random.choice([0, 0.2]), random.choice([0, 0.2, 0.5])],  # by country
        "infected": random.choice([0, 0.01]),
        "vital": random.choice([None, {"births": random.choice([0, 0.03, 0.2]), "deaths": [random.choice([0.01, 0.1]) for _ in range(n_ages)],
                                       "ageing": n_ages > 1 and random.random() < 0.6}]),
        "water": random.choice([None, {"decay": random.choice([0.1, 0.5]), "half": 500.0, "rate": random.choice([0.05, 0.3])}]),
    }


def random_confinement(random):
    kept = {"days": random.choice([1, 3, 7]), "contact": random.choice([0, 0.3]), "adherence": random.choice([1, 1, 0.6])}
    if kept["days"] > 1 and random.random() < 0.4:
        kept["release"] = {"test": {"I": 0.9, "E": 0.3}, "day": random.randint(1, kept["days"] - 1)}
    if random.random() < 0.5:
        kept["beds"] = random.choice([5, 50, 2000])
        if random.random() < 0.4:
            kept["else"] = {"days": random.choice([2, 4]), "contact": 0.5, "adherence": random.choice([1, 0.8])}
    return kept


def random_measure(random, world, name, kind, first_doses):
    n_ages, n_groups = len(world["ages"]), len(world["groups"])
    begins = random.choice([0, random.randint(1, 12)])
    measure = {"name": name, "kind": kind, "from": begins, "to": random.choice([ALWAYS, ALWAYS, begins + random.randint(2, 15)]),
               "reach": random.choice([(1, 1), (0.7, 1), (1, 0.8), (0.7, 0.8)]), "cost": dict(COST, dose=0, test=0, bed_day=0), "group": None}
    measure["trigger"] = None
    if random.random() < 0.3:
        measure["trigger"] = {"place": random.randrange(min(world["n"], 2)), "window": random.choice([3, 7]), "least": random.choice([1, 30]), "lead": random.choice([0, 2]),
                              "for": random.choice([None, 4]), "again": random.choice([False, True]), "until": random.choice([None, 20, 300])}
        measure["from"], measure["to"] = ALWAYS, ALWAYS - 1
    if kind.startswith("border "):
        measure.update(crossings=random.choice([["x0"], ["x1"], ["y0"], ["x0", "x1"], ["y0", "x0"], ["x1", "y1"]] + ([["x2"], ["x2", "x0"]] if world["n"] > 2 else [])), flows=None, direction=random.choice(["both", "in", "out"]))
        if kind in ("border quarantine", "border close", "border test") and random.random() < 0.3:
            measure.update(crossings=None, flows=random.sample([f["id"] for f in world["flows"]], random.randint(1, len(world["flows"]))))
    else:
        measure["places"] = random.choice([list(range(world["n"])), [random.randrange(world["n"])], [p for p in range(world["n"]) if p % 2 == 0]])
    if kind in ("vaccinate", "border vaccinate"):
        measure.update(product="v-" + name, of=random.choice([["S"], ["S", "R"], ["S", "R", "E"]]), take=random.choice([0, 0.6, 1]), susceptibility=random.choice([0.3, 0.6]),
                       infectiousness=random.choice([0.5, 1]), ages=None, target=1, after=None, doses=random.choice([20, 500, 20000]))
        if kind == "vaccinate":
            measure["ages"] = random.choice([None, random.randrange(n_ages)]) if n_ages > 1 else None
            measure["group"] = random.choice([None, random.randrange(n_groups)]) if n_groups > 1 else None
            measure["target"] = random.choice([1, 0.3, 0.8])
            measure["after"] = random.choice([None] + first_doses)
            first_doses.append(measure["product"])
    if kind in ("treat", "border treat"):
        measure.update(of={"I": 0.9, "E": 0.5}, per_day=random.choice([20, 500, 20000]) if kind == "treat" else None)
    measure["full"] = None  # what is done without a bed
    if kind == "isolate":
        measure.update(of=random.choice([{"I": 0.3}, {"I": 0.5, "A": 0.1}]), keep=random_confinement(random))
    if kind == "test":
        measure.update(of=random.choice([None, ["I", "A"]]), finds={"I": 0.8, "E": 0.2}, specificity=random.choice([1, 0.97]), per_day=random.choice([50, 5000]),
                       then=random.choice(["record", "isolate", "isolate", "treat"]), turnaround=random.choice([0, 0, 1, 2]), wait=random.choice(["free", "quarantine"]))
    if kind == "trace":
        measure.update(share=random.choice([0.3, 0.8]), of=["E"], keep=random_confinement(random))
    if kind == "contacts":
        measure["settings"] = random.choice([None, {"school": 0.0, "work": 0.6}]) if world["contacts"] else None
        measure["scale"] = random.choice([0.5, 0.8, 0.0])
        measure["group"] = random.randrange(n_groups) if n_groups > 1 and not measure["settings"] and random.random() < 0.4 else None
    if kind == "surveillance":
        measure.update(probability=random.choice([None, 0.1, 0.6]), reach=(1, 1), cost=dict(COST, dose=0, test=0, bed_day=0, traveller=0))
        measure["delay"] = random.choice(([None] if measure["probability"] else []) + [("fixed", 1), ("geometric", 3)])
    if kind == "water":
        measure.update(scale=random.choice([0.2, 0.9]), shed=random.choice([0.5, 1]), decay=random.choice([0, 0.3]))
    if kind == "border quarantine":
        measure["keep"] = random_confinement(random)
    if kind in ("border test", "border screen"):
        slow = kind == "border test" and random.random() < 0.7
        measure.update(finds={"I": 0.7, "E": 0.1}, specificity=random.choice([1, 0.95]), capacity=None if measure["flows"] else random.choice([None, 5, 50]),
                       when_full=random.choice(["pass", "refuse", "hold"]), then=random.choice(["record", "isolate", "quarantine", "treat"] + ([] if slow else ["refuse"])),
                       turnaround=random.choice([1, 2]) if slow else 0, wait=random.choice(["free", "quarantine"]), pool=None if measure["flows"] else random.choice([None, "team"]))
    if kind == "border continue":
        measure.update(share=random.choice([0.5, 1]))
    if "then" in measure:
        measure["keep"] = random_confinement(random) if measure["then"] in ("isolate", "quarantine") else None
    if "beds" in (measure.get("keep") or {}) and "else" not in measure["keep"]:
        measure["full"] = random.choice([None, "treat"] + (["refuse"] if kind.startswith("border ") and not measure.get("turnaround") else []))
    measure["treats"] = random.choice([1, 0.5]) if "treat" in (measure["full"], measure.get("then")) else None
    if kind == "border close":
        measure.update(share=random.choice([1, 0.5]), leak=random.choice([0, 0.3]), residents=random.choice(["stop", "pass"]))
    for what, kinds in (("dose", ("vaccinate", "treat")), ("test", ("test", "screen"))):
        measure["cost"][what] = COST[what] if kind.split()[-1] in kinds else 0
    measure["cost"]["bed_day"] = COST["bed_day"] if measure.get("keep") else 0
    measure["cost"]["test"] = COST["test"] if "release" in (measure.get("keep") or {}) else measure["cost"]["test"]
    measure["cost"]["traveller"] = 0 if kind in ("contacts", "water", "surveillance") else COST["traveller"]
    return measure


def random_world(random):
    n = random.randint(1, 4)
    world = {"n": n, "people": [random.choice([10000, 50000, 900000]) for _ in range(n)], "days": random.choice([15, 25]), "steps": random.choice([1, 1, 2, 4]),
             "ages": random.choice([["all"], ["0-14", "15+"], ["0-4", "5-49", "50+"]]), "groups": random.choice([["all"], ["all"], ["g", "h"]])}
    world["each_step"] = {what: world["steps"] > 1 and random.random() < 0.5 for what in ("travel", "measures")}
    n_ages, n_groups = len(world["ages"]), len(world["groups"])
    world["age_shares"] = [shares(random, n_ages) for _ in range(2)]  # of the two countries: places are of each in turn
    world["group_shares"] = [shares(random, n_groups) for _ in range(2)]
    world["contacts"] = None
    if n_ages > 1 and random.random() < 0.6:
        world["contacts"] = [{setting: [[random.choice([0.5, 1, 2, 4, 7]) for _ in range(n_ages)] for _ in range(n_ages)] for setting in ("home", "school", "work")}
                             for _ in range(2)]
    world["commuting"] = {(i, j): random.choice([0.05, 0.1, 0.2]) for i in range(n) for j in range(n) if i != j and random.random() < 0.2}
    world["disease"] = d = random_disease(random, n_ages, world["contacts"])
    if d["water"] or d["second"]:
        d["R0"] = None
    world["begin"] = []
    for _ in range(random.randint(1, 3)):
        row = {"place": random.randrange(n), "into": random.choice(["I", "E", "R"]), "age": random.choice([None, random.randrange(n_ages)]) if n_ages > 1 else None,
               "group": random.choice([None, random.randrange(n_groups)]) if n_groups > 1 else None, "outside": random.random() < 0.3, "from": random.choice([0, 0, 3, 7])}
        row.update(random.choice([{"people": random.choice([1, 10, 40])}, {"per_day": random.choice([0.5, 3]), "days": random.choice([None, 5])}]))
        world["begin"].append(row)
    world["events"] = []
    for _ in range(random.choice([0, 0, 1, 3])):
        ends = random.choice([(random.randrange(n), None), (None, random.randrange(n))] + ([tuple(random.sample(range(n), 2))] if n > 1 else []))
        world["events"].append({"day": random.choice([0, 2, 6]), "from": ends[0], "to": ends[1], "number": random.choice([1, 30, 2000]),
                                "into": random.choice(["S", "I", "R"]) if ends[0] is None else random.choice([None, None, "S", "I"]),
                                "age": random.choice([None, random.randrange(n_ages)]) if n_ages > 1 else None,
                                "group": random.choice([None, random.randrange(n_groups)]) if n_groups > 1 else None})
    world["reports"] = {"probability": random.choice([1, 0.4]), "delay": random.choice([None, ("fixed", 2), ("geometric", 2)]),
                        "weekday": random.choice([None, [1, 1, 1, 1, 1, 0.5, 0.3]])}
    world["opens"] = random.choice([None, "Mon-Fri", "closed"])  # of x0
    world["flows"] = []
    for k in range(random.randint(0, 4) if n > 1 else 0):
        a, b = random.sample(range(n), 2)
        world["flows"].append({"id": f"f{k}", "from": a, "to": b, "per_day": random.choice([20.0, 300.0]) * {10000: 0.02, 50000: 0.2, 900000: 1}[world["people"][a]],
                               "stay": random.choice([("mean", 1, 1), ("mean", 1, 4), ("erlang", 2, 6), ("fixed", 3, 3), ("forever", 0, 0)]),
                               "season": random.choice([None, None, "wave"]), "via": random.choice(["", "x2"]) if {a, b} == {0, 2} else "" if a % 2 == b % 2 else random.choice(["-", "x0", "x1"] + [["x0;y0", "x1;y1"], ["y0;x0", "y1;x1"]][a % 2]), "age": random.choice([None, random.randrange(n_ages)]) if n_ages > 1 else None,
                               "group": random.choice([None, random.randrange(n_groups)]) if n_groups > 1 else None})
    for flow in world["flows"]:
        if random.random() < 0.15 and world["people"][flow["from"]] > 20000 and "x0" not in flow["via"]:
            flow.update(stay=("curve", 1, 100), per_day=20.0, age=None, group=None)
    kinds = ["vaccinate", "vaccinate", "treat", "isolate", "test", "trace", "contacts", "surveillance"] + (["water"] if d["water"] else [])
    border = ["border " + kind for kind in ("vaccinate", "treat", "quarantine", "screen", "screen", "test", "close")] + (["border continue"] if d["interrupt"] else [])
    first_doses = []
    world["measures"] = [random_measure(random, world, f"m{k}", random.choice(kinds), first_doses) for k in range(random.randint(1, 4))]
    if any("x" in flow["via"] for flow in world["flows"]):
        world["measures"] += [random_measure(random, world, f"b{k}", random.choice(border), []) for k in range(random.randint(1, 3))]
    return world


def flat(value):
    """A value in the flow style of YAML: that of JSON."""
    return json.dumps(value)


def write_tables(world, folder):
    def table(name, head, rows):
        with open(os.path.join(folder, name), "w") as out:
            out.write("\n".join([head] + [",".join(str(x) for x in row) for row in rows]) + "\n")

    countries = range(min(world["n"], 2))
    table("places.csv", "id,name,parent,population,lat,lon", [(f"X{c}", f"X{c}", "", "", "", "") for c in countries] +
          [(f"p{p}", f"P{p}", f"X{p % 2}", people, "", "") for p, people in enumerate(world["people"])])
    if len(world["ages"]) > 1:
        table("ages.csv", "place,age,share", [(f"X{c}", age, share) for c in countries for age, share in zip(world["ages"], world["age_shares"][c])])
    if len(world["groups"]) > 1:
        table("groups.csv", "place,group,share", [(f"X{c}", group, share) for c in countries for group, share in zip(world["groups"], world["group_shares"][c])])
    if world["contacts"]:
        table("contacts.csv", "place,setting,age,contact_age,contacts", [(f"X{c}", setting, a, b, rows[i][j]) for c in countries
              for setting, rows in world["contacts"][c].items() for i, a in enumerate(world["ages"]) for j, b in enumerate(world["ages"])])
    if world["commuting"]:
        table("commuting.csv", "from,to,share", [(f"p{i}", f"p{j}", share) for (i, j), share in world["commuting"].items()])
    table("curves.csv", "curve,month_day,value", [(name, f"{month:02}-{day:02}", value) for name, curve in (("wave", WAVE), ("back", BACK)) for month, day, value in curve])
    opens = {None: [], "Mon-Fri": [("x0", "", "", "", "open", "Mon-Fri", "")], "closed": [("x0", "", date(CLOSED[0]), date(CLOSED[1]), "closed", "", "")]}
    table("openings.csv", "crossing,who,from,to,status,days,hours", opens[world["opens"]] if world["n"] > 1 else [])
    stay = {"mean": "{2} d", "erlang": "erlang {1} {2} d", "fixed": "fixed {2} d", "forever": "forever", "curve": "curve back"}
    crossings = [("x0", "X0", "road", "p0", "p1", "international"), ("y0", "Y0", "road", "p1", "p0", "international"), ("x1", "X1", "air", "p0", "", "international"),
                 ("y1", "Y1", "air", "p1", "", "international"), ("x2", "X2", "road", "p0", "p2", "")]
    table("crossings.csv", "id,name,type,near,far,category", crossings[:[0, 0, 4, 5, 5][world["n"]]])
    if world["events"]:
        table("events.csv", "date,from,to,number,compartment,age,group", [
            (date(e["day"]), "" if e["from"] is None else f"p{e['from']}", "" if e["to"] is None else f"p{e['to']}", e["number"], e["into"] or "",
             "" if e["age"] is None else world["ages"][e["age"]], "" if e["group"] is None else world["groups"][e["group"]]) for e in world["events"]])
    table("flows.csv", "id,from,to,via,who,per_day,season,stay,standing,ages,group", [
        (f["id"], f"p{f['from']}", f"p{f['to']}", f["via"], "", f["per_day"], f["season"] or "", stay[f["stay"][0]].format(*f["stay"]), f["per_day"] * f["stay"][2] if f["stay"][0] == "curve" else "",
         "" if f["age"] is None else world["ages"][f["age"]] + ":1", "" if f["group"] is None else world["groups"][f["group"]] + ":1") for f in world["flows"]])


def duration(law):
    return {"fixed": {"fixed": f"{law[2]} d"}, "mean": {"mean": f"{law[2]} d"}, "erlang": {"erlang": law[1], "mean": f"{law[2]} d"}}[law[0]]


def write_disease(world, path):
    d, ages = world["disease"], world["ages"]
    by_age = lambda values: values[0] if len(ages) == 1 else {"by": "age", "values": dict(zip(ages, values))}
    strength = d["R0"] or d["beta"]
    by_country = lambda values: {"by": "place", "values": {f"X{c}": values[c] for c in range(min(world["n"], 2))}}
    groups = world["groups"]
    parameters = {"die": by_age(d["die"]), "susceptibility": by_age(d["susceptibility"]), "strength": strength, "local": by_country(d["local"]), "immune": by_country(d["immune"]),
                  "weight": d["weight"][0] if len(groups) == 1 else {"by": "group", "values": dict(zip(groups, d["weight"]))}}
    if d["change"]:
        parameters["strength"] = {"by": "date", "values": {date(0): strength, date(d["change"][0]): strength * d["change"][1]}}
    text = {"guzar-disease": 1, "name": "mean", "title": {"en": "Mean"}, "parameters": parameters, "compartments": {
        "S": {"rest": True}, "E": {}, "I": {"infectious": 1, "case": True, "bed": 0.2, "travel": d["travel"]}, "A": {"infectious": "weight"}, "R": {"rest": True}, "D": {"dead": True}},
        "initial": {"R": "immune", "I": d["infected"]},
        "infect": [{"name": "person", "from": "S", "to": "E", "susceptibility": "susceptibility", ("R0" if d["R0"] else "beta"): "strength * local"}],
        "progress": [{"from": "E", "duration": duration(d["latent"]), "to": {"I": d["symptomatic"], "A": "else"}},
                     {"from": "I", "duration": duration(d["ill"]), "to": {"R": "1 - die", "D": "die"}, "at": "entry" if d["at_entry"] else "exit"},
                     {"from": "A", "duration": duration(("mean", 1, d["silent"])), "to": "R"}]}
    if d["second"]:
        text["infect"].append({"name": "second", "from": d["second"]["from"], "to": d["second"]["to"], "susceptibility": 0.5, "beta": d["second"]["beta"], "by": {"A": 1, "I": 0.3}})
    if d["at_entry"] and d["dying"]:
        row = text["progress"][1]
        row["branches"] = [{"to": "R", "probability": "1 - die"}, {"to": "D", "probability": "die", "duration": duration(d["dying"])}]
        del row["to"]
    if d["cure"]:
        text["progress"].append({"from": "I", "rate": d["cure"], "to": "R"})
    if d["wane"]:
        text["progress"].append({"from": "R", "rate": d["wane"], "to": "S"})
    if d["vital"]:
        parameters["mortality"] = by_age(d["vital"]["deaths"])
        text["vital"] = {"births": d["vital"]["births"], "into": "S", "deaths": "mortality", "ageing": d["vital"]["ageing"]}
    if d["interrupt"]:
        text["travel"] = [{"from": "I", "to": "A", "probability": d["interrupt"]}]
    if d["water"]:
        text["environment"] = [dict(d["water"], name="water", shed={"I": 1, "A": 0.1}, **{"from": "S", "to": "E"})]
    with open(path, "w") as out:
        out.write("".join(f"{key}: {flat(value)}\n" for key, value in text.items()))


def law_of_delay(delay):
    law, mean = delay
    return {law: f"{mean} d" if law == "fixed" else {"mean": mean}}


def kept(keep, full=None, treats=None):
    """A confinement, and what is done with those for whom there is no bed."""
    row = {key: keep[key] for key in ("days", "contact", "adherence", "beds", "release") if key in keep}
    if "else" in keep:
        row["else"] = {"quarantine": kept(keep["else"])}
    if full:
        row["else"] = {"treat": {"to": "R", "probability": treats}} if full == "treat" else {"refuse": True}
    return row


def consequence(m):
    """What follows a positive result."""
    if m["then"] == "treat":
        return {"treat": {"to": "R", "probability": m["treats"]}}
    return {m["then"]: kept(m["keep"], m["full"], m["treats"]) if m["keep"] else True}


def measure_row(world, m):
    kind = m["kind"].split()[-1]
    if m["kind"].startswith("border "):
        at = {"flow" if m["flows"] else "crossing": m["flows"] or m["crossings"], "direction": m["direction"]}
    else:
        at = {"place": [f"p{p}" for p in m["places"]]}
        if m["group"] is not None:
            at["group"] = world["groups"][m["group"]]
    row = {"name": m["name"], "at": at, "coverage": m["reach"][0], "compliance": m["reach"][1], "cost": dict({k: v for k, v in m["cost"].items() if v}, currency="USD")}
    when = {key: date(m[key]) for key in ("from", "to") if 0 < m[key] < ALWAYS}
    trigger = m["trigger"]
    if trigger:
        seen = f"reported(X{trigger['place']}, {trigger['window']} d)"
        when = {"after": f"{seen} >= {trigger['least']}", "lead": f"{trigger['lead']} d", "again": trigger["again"]}
        if trigger["for"]:
            when["for"] = f"{trigger['for']} d"
        if trigger["until"]:
            when["until"] = f"{seen} >= {trigger['until']}"
    if when:
        row["when"] = when
    if kind == "vaccinate":
        row[kind] = {key: m[key] for key in ("product", "doses", "of", "take", "susceptibility", "infectiousness")}
        row[kind].update({"to": "R"}, **{key: m[key] for key in ("target", "after") if m[key] not in (1, None)})
        if m["ages"] is not None:
            row[kind]["ages"] = [world["ages"][m["ages"]]]
    elif kind == "treat":
        row[kind] = dict({"of": m["of"], "to": "R"}, **({"per_day": m["per_day"]} if m["per_day"] else {}))
    elif kind == "isolate":
        row[kind] = dict(kept(m["keep"], m["full"], m["treats"]), of=m["of"])
    elif kind in ("test", "screen"):
        row[kind] = {"sensitivity": m["finds"], "specificity": m["specificity"]}
        row[kind].update({key: m[key] for key in ("per_day", "of", "capacity", "when_full", "pool") if m.get(key)})
        if m.get("turnaround"):
            row[kind].update(turnaround=f"{m['turnaround']} d", wait=m["wait"])
        row["then"] = consequence(m)
    elif kind == "continue":
        row[kind] = {"share": m["share"]}
    elif kind == "trace":
        row[kind] = dict(kept(m["keep"], m["full"], m["treats"]), share=m["share"], of=m["of"])
    elif kind == "contacts":
        row[kind] = {"scale": m["settings"] or m["scale"]}
    elif kind == "surveillance":
        del row["coverage"], row["compliance"]
        row[kind] = {"stream": "reported"}
        if m["probability"]:
            row[kind]["probability"] = m["probability"]
        if m["delay"]:
            row[kind]["delay"] = law_of_delay(m["delay"])
    elif kind == "water":
        row[kind] = {"scale": m["scale"], "shed": m["shed"], "decay": m["decay"]}
    elif kind == "quarantine":
        row[kind] = kept(m["keep"], m["full"], m["treats"])
    elif kind == "close":
        row[kind] = {key: m[key] for key in ("share", "leak", "residents")}
    return row


def write_world(world, folder):
    """Writes scenario.yaml, disease.yaml and the tables; the folder is there."""
    write_tables(world, folder)
    write_disease(world, os.path.join(folder, "disease.yaml"))
    begin = []
    for r in world["begin"]:
        row = {"place": f"p{r['place']}", "compartment": r["into"], "from": date(r["from"]), "outside": r["outside"]}
        row.update({key: r[key] for key in ("people", "per_day", "days") if r.get(key) is not None})
        row.update({key: world[key + "s"][r[key]] for key in ("age", "group") if r[key] is not None})
        begin.append(row)
    reports = {"of": ["I"], "probability": world["reports"]["probability"]}
    if world["reports"]["delay"]:
        reports["delay"] = law_of_delay(world["reports"]["delay"])
    if world["reports"]["weekday"]:
        reports["weekday"] = world["reports"]["weekday"]
    text = {"guzar": 1, "title": "Mean", "start": date(0), "days": world["days"], "replicates": 1, "step": f"1/{world['steps']} d", "steps": world["each_step"], "sleep": False, "world": ".", "disease": "disease.yaml",
            "begin": begin, "measures": [measure_row(world, m) for m in world["measures"]], "observe": {"reported": reports},
            "report": {"places": [f"p{p}" for p in range(world["n"])], "quantities": ["infections", "deaths", "prevalence", "beds", "present", "reported"], "every": "1 d"}}
    if world["events"]:
        text["events"] = "events.csv"
    with open(os.path.join(folder, "scenario.yaml"), "w") as out:
        out.write("".join(f"{key}: {flat(value)}\n" for key, value in text.items()))
