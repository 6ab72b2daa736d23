export default {
  // The job lies beside this folder.
  server: { fs: { allow: ['..'] } },
  test: { include: ['day.vitest.test.ts'], watch: false, cache: false },
};
