"""How far a long work is."""

from routing.domain.progress import Pace


def test_lines_speed_and_time_left_are_told() -> None:
    pace = Pace("establishments", begun=0.0)
    assert pace.tell(0, 0.0, at=0.0) == "establishments: 0 lines, 0%"
    assert pace.tell(1_000_000, 0.25, at=100.0) == (
        "establishments: 1,000,000 lines, 25%, 10,000 lines/s, 5 min 00 s left"
    )


def test_it_is_told_now_and_then_and_at_the_end() -> None:
    pace = Pace("establishments", begun=0.0)
    told = [pace.tell(at * 100, at / 100, at=at / 10) for at in range(101)]
    assert len([line for line in told if line]) == 6
    assert told[-1] == "establishments: 10,000 lines, 100%, 1,000 lines/s"
    assert pace.tell(10_050, 1.0, at=10.1) is None


def test_what_was_loaded_before_does_not_count_as_fast() -> None:
    pace = Pace("establishments", begun=0.0)
    pace.tell(5_000_000, 0.5, at=0.0)
    assert pace.tell(5_100_000, 0.6, at=10.0) == (
        "establishments: 5,100,000 lines, 60%, 10,000 lines/s, 40 s left"
    )
