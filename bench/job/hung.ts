// The same job with a bug: its last promise is never settled, so that iOS kills the app in every wake.
import onFetch from './callback';

export default async function onFetchHung(): Promise<'newData' | 'noData' | 'failed'> {
  const result = await onFetch();
  await new Promise<void>(() => {});
  return result;
}
