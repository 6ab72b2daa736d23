// The measured job: one background fetch. Three awaits, one timer, one request, its JSON handled, done.
interface Item {
  id: number;
  title: string;
}

const seen = new Map<number, string>();

export default async function onFetch(): Promise<'newData' | 'noData' | 'failed'> {
  await new Promise<void>((resolve) => setTimeout(resolve, 50));
  try {
    const response = await fetch('https://news.example.com/v1/items?limit=20');
    const { items } = (await response.json()) as { items: Item[] };
    let fresh = 0;
    for (const item of items) {
      if (!seen.has(item.id)) fresh += 1;
      seen.set(item.id, item.title);
    }
    return fresh > 0 ? 'newData' : 'noData';
  } catch {
    return 'failed'; // the phone is offline now and then
  }
}
