from bureau.models.office import Office, OfficeGroupGrant, OfficeUserGrant
from bureau.models.user import User

__all__ = ["Office", "OfficeGroupGrant", "OfficeUserGrant", "User"]
