// The same job behind a plugin, as an app has it.
import BackgroundFetch from 'react-native-background-fetch';
import onFetch from './callback';

BackgroundFetch.configure(
  { minimumFetchInterval: 15 },
  async (taskId: string) => {
    await onFetch();
    BackgroundFetch.finish(taskId);
  },
  (taskId: string) => BackgroundFetch.finish(taskId),
);
