"""What the scores of each scale mean."""

from __future__ import annotations

import uuid

import pytest
from pydantic import ValidationError

from lobby.contract.rating import mood, satisfied, unhappy
from lobby.contract.requests import RatingSubmit


@pytest.mark.parametrize(("levels", "happy", "sad"), [(3, {2, 3}, {1}), (4, {3, 4}, {1}), (5, {4, 5}, {1, 2})])
def test_each_scale_has_its_happy_and_its_unhappy_scores(levels: int, happy: set[int], sad: set[int]) -> None:
    scores = range(1, levels + 1)
    assert {score for score in scores if satisfied(score, levels)} == happy
    assert {score for score in scores if unhappy(score, levels)} == sad


@pytest.mark.parametrize(("score", "levels"), [(0, 5), (6, 5), (4, 3), (1, 2)])
def test_a_score_off_its_scale_is_refused(score: int, levels: int) -> None:
    with pytest.raises(ValueError, match="no score"):
        mood(score, levels)


@pytest.mark.parametrize("given", [{"score": True}, {"score": 3, "criteria": {"attitude": False}}])
def test_true_or_false_is_no_score(given: dict[str, object]) -> None:
    sent = {"id": str(uuid.uuid4()), "counter": "c1", "score": 3, "at": "2026-07-18T08:00:00+07:00"}
    RatingSubmit.model_validate(sent)
    with pytest.raises(ValidationError, match="a number is wanted"):
        RatingSubmit.model_validate({**sent, **given})
