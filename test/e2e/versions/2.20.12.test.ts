import { testVersion } from './testVersion';

testVersion('2.20.12');
