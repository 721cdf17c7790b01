import { testVersion } from './testVersion';

testVersion('2.41.1');
