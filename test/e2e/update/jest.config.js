const hardening = require('../hardening/jest.config.js');

/** @type {import('jest').Config} */
module.exports = { ...hardening, roots: ['<rootDir>/test/e2e/update'] };
