"""What an office wrote twice: in Chinese, and for readers of English. Pure."""

CHINESE = "zh-hans"


def words_for(language: str, *pairs: tuple[str, str]) -> tuple[list[str], str]:
    """The words for a reader, and their language where it is not the reader's own, else "".

    ``pairs``: each in Chinese and in English. What belongs together is told in one language: a reader of English
    gets all of it in Chinese as long as a part of it was written in Chinese alone.
    """
    if language == "en":
        if all(english for chinese, english in pairs if chinese):
            return [english for _chinese, english in pairs], ""
        return [chinese for chinese, _english in pairs], CHINESE
    return [chinese for chinese, _english in pairs], ""
