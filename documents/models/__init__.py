from documents.models.series import LedgerEntry, NumberBook, NumberSeries
from documents.models.stored_file import StoredFile

__all__ = ["LedgerEntry", "NumberBook", "NumberSeries", "StoredFile"]
