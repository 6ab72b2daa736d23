// A background fetch with a bug that only shows when the server has nothing new: store() then waits for ever, finish()
// is never called, and iOS kills the app after 30 s.
import BackgroundFetch from 'react-native-background-fetch';
import { store } from './lib/cache';
import { newestItems } from './lib/news';

async function sync(): Promise<void> {
  const items = await newestItems();
  await store(items);
}

BackgroundFetch.configure({ minimumFetchInterval: 15 }, async (taskId) => {
  await sync();
  BackgroundFetch.finish(taskId);
}, () => {
  // iOS says that the time is up, and nothing here stops the work.
});
