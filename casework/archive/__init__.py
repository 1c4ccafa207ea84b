"""The closed file of an application (卷宗): when it is closed, what it holds, its signed list and its container."""
