export interface Item {
  id: string;
  title: string;
}

const API = 'https://news.example.com/v1';

/** The items that came since the last time, newest first. */
export async function newestItems(signal?: AbortSignal): Promise<Item[]> {
  const response = await fetch(`${API}/items?limit=20`, { signal });
  if (!response.ok) {
    throw new Error(`the server answered ${response.status}`);
  }
  const { items = [] } = (await response.json()) as { items?: Item[] };
  return items;
}
