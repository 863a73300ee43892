"""Many documents: their order, their errors, and how far ahead of the reader they are taken in."""

from collections.abc import Iterator
from pathlib import Path
from typing import Union

import pytest
from conftest import PLANS

import gangyao


def plan(number: int) -> tuple[str, bytes]:
    return f"{number}.txt", f"第一章 总则\n完成第{number}项任务，投资{number}亿元。\n".encode()


@pytest.mark.parametrize("jobs", [1, 2, 7, None])
def test_results_are_those_of_one_by_one_in_order(jobs: Union[int, None]) -> None:
    results = list(gangyao.convert_many(PLANS, jobs=jobs, errors="raise"))
    assert [result.to_jsonl() for result in results] == [gangyao.convert(path).to_jsonl() for path in PLANS]


def test_errors_are_values_in_their_places() -> None:
    documents: list[Union[str, Path, tuple[str, bytes]]] = [plan(0), ("broken.pdf", b"%PDF-1.7 broken"), "no/such/plan.txt", Path(__file__).parent, plan(1)]
    results = list(gangyao.convert_many(documents))
    codes = [result.code if isinstance(result, gangyao.ConversionError) else None for result in results]
    assert codes == [None, "malformed", "not-found", "not-a-file", None]
    assert [result.name for result in results[:3]] == ["0.txt", "broken.pdf", "no/such/plan.txt"]


def test_errors_are_raised_by_choice() -> None:
    results = gangyao.convert_many([plan(0), ("empty.txt", b""), plan(1)], errors="raise")
    assert next(results).name == "0.txt"
    with pytest.raises(gangyao.ConversionError, match="empty.txt"):
        next(results)


def test_it_takes_in_two_documents_a_job_ahead() -> None:
    taken = 0

    def documents() -> Iterator[tuple[str, bytes]]:
        nonlocal taken
        for number in range(50):
            taken += 1
            yield plan(number)

    results = gangyao.convert_many(documents(), jobs=3)
    assert taken == 0
    for number in range(50):
        assert next(results).name == f"{number}.txt"
        assert taken <= number + 6
    assert next(results, None) is None


def test_what_the_iterable_raises_comes_after_the_documents_before_it() -> None:
    def documents() -> Iterator[tuple[str, bytes]]:
        yield plan(0)
        yield plan(1)
        raise LookupError("the list ends here")

    results = gangyao.convert_many(documents())
    assert [next(results).name, next(results).name] == ["0.txt", "1.txt"]
    with pytest.raises(LookupError, match="the list ends here"):
        next(results)
    assert next(results, None) is None


def test_what_is_no_document_is_told_in_its_place() -> None:
    results = gangyao.convert_many([plan(0), 7])  # type: ignore[list-item]
    assert next(results).name == "0.txt"
    with pytest.raises(TypeError):
        next(results)


def test_results_that_nobody_wants_harm_nobody() -> None:
    results = gangyao.convert_many(plan(number) for number in range(50))
    next(results)
    del results
    assert gangyao.convert(plan(1)[1], "1.txt").name == "1.txt"


def test_usage() -> None:
    assert list(gangyao.convert_many([])) == []
    with pytest.raises(ValueError, match="at least 1"):
        gangyao.convert_many([], jobs=0)
    with pytest.raises(ValueError, match="no known encoding"):
        gangyao.convert_many([], encoding="utf-7.5")
