<?php
// The secret is «Секрет» of the address in «События магазинам»; the rest is what came with the POST.
function isGenuine(string $secret, string $id, string $timestamp, string $signatures, string $body): bool
{
    if (!ctype_digit($timestamp) || abs(time() - (int) $timestamp) > 300) {
        return false; // Older than 5 minutes: somebody may have kept it and sent it again.
    }
    $key = base64_decode(substr($secret, strlen('whsec_')));
    $expected = 'v1,' . base64_encode(hash_hmac('sha256', "$id.$timestamp.$body", $key, true));
    foreach (explode(' ', $signatures) as $signature) { // While the secret changes there are two.
        if (hash_equals($expected, $signature)) {
            return true;
        }
    }
    return false;
}

// In a web page: $_SERVER['HTTP_WEBHOOK_ID'] and so on, and the body as it came: file_get_contents('php://input').
$isGenuine = isGenuine(
    getenv('WEBHOOK_SECRET'),
    getenv('WEBHOOK_ID'),
    getenv('WEBHOOK_TIMESTAMP'),
    getenv('WEBHOOK_SIGNATURE'),
    file_get_contents('php://stdin'),
);
echo $isGenuine ? "genuine\n" : "forged or old\n";
exit($isGenuine ? 0 : 1);
