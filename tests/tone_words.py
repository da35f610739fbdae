"""Short lists of words of tone, so that tests do not hang on the lists that ship."""

from __future__ import annotations

from diaodu.catalog import Listed, ToneWords


def words() -> ToneWords:
    """A few words of each list in both languages."""

    def listed(zh: str, en: str) -> Listed:
        return Listed(zh=tuple(zh.split()), en=tuple(en.split()))

    return ToneWords(
        up=listed("增长 回升", "rose increas* grew"),
        down=listed("下降 回落", "fell declin*"),
        good=listed("好转", "strong"),
        bad=listed("停产 亏损", "weak layoff*"),
        negation=listed("未 没有", "not no never"),
        inverse=listed("失业 亏损", "layoffs unemployment"),
    )
