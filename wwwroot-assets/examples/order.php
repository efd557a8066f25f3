<?php
// MINIDELIVERY_URL=http://localhost:5080 MINIDELIVERY_KEY=md_… ORDER_ID=WEB-1 php order.php
$url = getenv('MINIDELIVERY_URL');
$key = getenv('MINIDELIVERY_KEY');
$number = getenv('ORDER_ID');

$order = [
    'externalId' => $number,
    'customer' => ['name' => 'Иванов Иван', 'phone' => '87776665544'],
    'fulfillment' => ['type' => 'delivery', 'address' => ['text' => 'Ул. Пушкина, 1']],
    'items' => [['code' => '101', 'name' => 'Пирог', 'quantity' => 2, 'price' => 350]],
    'payment' => ['method' => 'cash'],
    'total' => 700,
];

// Needs no extension. The same Idempotency-Key with every try: it stays one order.
$context = stream_context_create(['http' => [
    'method' => 'POST',
    'header' => "Authorization: Bearer $key\r\nContent-Type: application/json\r\nIdempotency-Key: order-$number",
    'content' => json_encode($order, JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR),
    'timeout' => 15,
    'ignore_errors' => true,
]]);
for ($try = 0; $try < 5; $try++) {
    $answer = @file_get_contents("$url/api/v1/orders", false, $context);
    $status = $answer === false ? 0 : (int) explode(' ', $http_response_header[0])[1];
    $body = json_decode((string) $answer, true);
    $mayTryAgain = in_array($body['code'] ?? '', ['idempotency-in-progress', 'too-many-requests'], true);
    if ($status !== 0 && $status < 500 && !$mayTryAgain) {
        break; // Stored, or refused for good: trying again changes nothing.
    }
    sleep(2 ** $try);
}

if ($status !== 200 && $status !== 201) {
    fwrite(STDERR, "$status {$body['code']}: {$body['detail']}\n");
    exit(1);
}
echo json_encode($body, JSON_UNESCAPED_UNICODE), "\n";
