import { testVersion } from './testVersion';

testVersion('1.123.81');
