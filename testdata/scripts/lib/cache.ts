import type { Item } from './news';

type Done = () => void;

/** A cache whose writer calls back when the last item is on disk: with nothing to write, it never does. */
class Cache {
  write(items: Item[], done: Done): void {
    let open = items.length;
    for (const item of items) {
      setTimeout(() => {
        this.stored.set(item.id, item);
        open -= 1;
        if (open === 0) done();
      }, 5);
    }
  }

  private stored = new Map<string, Item>();
}

const cache = new Cache();

export async function store(items: Item[]): Promise<void> {
  await new Promise<void>((resolve) => cache.write(items, resolve));
}
