// MINIDELIVERY_URL=http://localhost:5080 MINIDELIVERY_KEY=md_… ORDER_ID=WEB-1 node order.mjs
const { MINIDELIVERY_URL: url, MINIDELIVERY_KEY: key, ORDER_ID: number } = process.env;

const order = {
  externalId: number,
  customer: { name: 'Иванов Иван', phone: '87776665544' },
  fulfillment: { type: 'delivery', address: { text: 'Ул. Пушкина, 1' } },
  items: [{ code: '101', name: 'Пирог', quantity: 2, price: 350 }],
  payment: { method: 'cash' },
  total: 700,
};

// The same Idempotency-Key with every try: however often the network fails, it stays one order.
async function send() {
  for (let attempt = 0; attempt < 5; attempt++) {
    let wait = 2 ** attempt;
    try {
      const answer = await fetch(`${url}/api/v1/orders`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json', 'Idempotency-Key': `order-${number}` },
        body: JSON.stringify(order),
        signal: AbortSignal.timeout(15_000),
      });
      const body = await answer.json();
      if (answer.ok) return body;
      if (!['idempotency-in-progress', 'too-many-requests'].includes(body.code) && answer.status < 500) {
        throw Object.assign(new Error(`${answer.status} ${body.code}: ${body.detail}`), { isFinal: true });
      }
      wait = Number(answer.headers.get('Retry-After') ?? wait);
    } catch (error) {
      if (error.isFinal) throw error; // Trying again changes nothing.
    }
    await new Promise((resolve) => setTimeout(resolve, wait * 1000));
  }
  throw new Error('The restaurant cannot be reached: call it.');
}

console.log(JSON.stringify(await send()));
