# MINIDELIVERY_URL=http://localhost:5080 MINIDELIVERY_KEY=md_… ORDER_ID=WEB-1 python3 order.py
import json
import os
import sys
import time
import urllib.error
import urllib.request

url, key, number = (os.environ[name] for name in ("MINIDELIVERY_URL", "MINIDELIVERY_KEY", "ORDER_ID"))

order = {
    "externalId": number,
    "customer": {"name": "Иванов Иван", "phone": "87776665544"},
    "fulfillment": {"type": "delivery", "address": {"text": "Ул. Пушкина, 1"}},
    "items": [{"code": "101", "name": "Пирог", "quantity": 2, "price": 350}],
    "payment": {"method": "cash"},
    "total": 700,
}


def send():
    """The same Idempotency-Key with every try: however often the network fails, it stays one order."""
    for attempt in range(5):
        request = urllib.request.Request(
            f"{url}/api/v1/orders",
            data=json.dumps(order).encode(),
            headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json", "Idempotency-Key": f"order-{number}"},
        )
        try:
            with urllib.request.urlopen(request, timeout=15) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as refused:
            problem = json.load(refused)
            if problem["code"] not in ("idempotency-in-progress", "too-many-requests") and refused.code < 500:
                sys.exit(f"{refused.code} {problem['code']}: {problem['detail']}")  # For good: trying again changes nothing.
            wait = int(refused.headers.get("Retry-After", 2**attempt))
        except OSError:
            wait = 2**attempt
        time.sleep(wait)
    sys.exit("The restaurant cannot be reached: call it.")


print(json.dumps(send(), ensure_ascii=False))
