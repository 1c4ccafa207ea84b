"""Settings, addresses and the server entry. Importing it puts the repository root on the path, once."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

if str(ROOT) not in sys.path:
    sys.path.append(str(ROOT))
