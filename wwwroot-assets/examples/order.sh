#!/bin/sh
# MINIDELIVERY_URL=http://localhost:5080 MINIDELIVERY_KEY=md_… ORDER_ID=WEB-1 sh order.sh
set -eu

# The same Idempotency-Key with every try: however often the network fails, it stays one order.
curl --fail-with-body --silent --show-error --retry 5 --retry-connrefused \
  "$MINIDELIVERY_URL/api/v1/orders" \
  -H "Authorization: Bearer $MINIDELIVERY_KEY" \
  -H "Content-Type: application/json" \
  -H "Idempotency-Key: order-$ORDER_ID" \
  -d '{
    "externalId": "'"$ORDER_ID"'",
    "customer": { "name": "Иванов Иван", "phone": "87776665544" },
    "fulfillment": { "type": "delivery", "address": { "text": "Ул. Пушкина, 1" } },
    "items": [ { "code": "101", "name": "Пирог", "quantity": 2, "price": 350 } ],
    "payment": { "method": "cash" },
    "total": 700
  }'

# What became of it.
curl --fail-with-body --silent --show-error --get "$MINIDELIVERY_URL/api/v1/orders" \
  -H "Authorization: Bearer $MINIDELIVERY_KEY" --data-urlencode "externalId=$ORDER_ID"
