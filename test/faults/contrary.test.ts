import { testFaults } from './suite';

testFaults('contrary');
