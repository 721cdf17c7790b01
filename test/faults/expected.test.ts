import { testFaults } from './suite';

testFaults('expected');
