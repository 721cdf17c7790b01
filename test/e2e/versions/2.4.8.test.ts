import { testVersion } from './testVersion';

testVersion('2.4.8');
