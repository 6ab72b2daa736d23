// A well-behaved background fetch: it works within its time, tells iOS when it is done, and stops when it is told to.
import BackgroundFetch from 'react-native-background-fetch';
import { newestItems } from './lib/news';

let current: AbortController | undefined;

async function onFetch(taskId: string): Promise<void> {
  current = new AbortController();
  const limit = setTimeout(() => current?.abort(), 20_000);
  try {
    const items = await newestItems(current.signal);
    console.log(`${items.length} new items`);
  } catch (error) {
    console.warn('no update this time:', error);
  } finally {
    clearTimeout(limit);
    BackgroundFetch.finish(taskId);
  }
}

// Aborting makes onFetch finish: finishing here as well would be once too often.
function onTimeout(): void {
  current?.abort();
}

BackgroundFetch.configure({ minimumFetchInterval: 15 }, onFetch, onTimeout).catch((status) => {
  console.warn('background fetch is not available:', status);
});
