"""Goals of benchmarks are compared the right way round."""

import json

from tests.bench.frame import Figure, report


def test_a_time_meets_its_goal_by_its_share_of_the_baseline():
    assert Figure("bundle", 0.5, "s", baseline=1.25, goal=0.4).met
    assert Figure("bundle", 0.6, "s", baseline=1.25, goal=0.4).met is False


def test_a_floor_is_met_from_above():
    assert Figure("two processes", 1.8, "times", goal=1.7, at_least=True).met


def test_the_document_names_what_was_missed(capsys):
    status = report("issue", [Figure("size", 120.0, "KB", goal=110), Figure("memory", 200.0, "MB")])

    document = json.loads(capsys.readouterr().out)
    assert status == 1
    assert document["bench"] == "issue"
    assert document["figures"][0] == {
        "name": "size",
        "value": 120.0,
        "unit": "KB",
        "baseline": None,
        "ratio": None,
        "goal": 110,
        "met": False,
    }
    assert document["figures"][1]["met"] is None
