module.exports = { testMatch: ['**/day.jest.test.cjs'], transform: {} };
