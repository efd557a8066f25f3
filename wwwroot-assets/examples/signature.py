# The secret is «Секрет» of the address in «События магазинам»; the rest is what came with the POST.
import base64
import hashlib
import hmac
import os
import sys
import time


def is_genuine(secret, id, timestamp, signatures, body):
    if not timestamp.isdigit() or abs(time.time() - int(timestamp)) > 300:
        return False  # Older than 5 minutes: somebody may have kept it and sent it again.
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = hmac.new(key, f"{id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    expected = b"v1," + base64.b64encode(signed)
    # While the secret changes there are two.
    return any(hmac.compare_digest(expected, signature.encode()) for signature in signatures.split(" "))


# In a web application: the headers webhook-id and so on, and the body as bytes, as it came, before anything parses it.
names = ("WEBHOOK_SECRET", "WEBHOOK_ID", "WEBHOOK_TIMESTAMP", "WEBHOOK_SIGNATURE")
if not is_genuine(*(os.environ[name] for name in names), sys.stdin.buffer.read()):
    sys.exit("forged or old")
print("genuine")
