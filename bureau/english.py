"""What an office wrote twice: in Chinese, and for readers of English. Pure."""

CHINESE = "zh-hans"


def words_for(language: str, *pairs: tuple[str, str]) -> tuple[list[str], str]:
    """The words for a reader, and their language where it is not the reader's own, else "".

    ``pairs``: each in Chinese and in English. What belongs together is told in one language: a reader of English
    gets all of it in Chinese as long as a part of it was written in Chinese alone.
    """
    chinese, english = (list(texts) for texts in zip(*pairs, strict=True))
    if language != "en":
        return chinese, ""
    whole = all(translated for text, translated in pairs if text)
    return (english, "") if whole else (chinese, CHINESE)
