import type { ListBehaviour } from '../lists';
import { contraryShape } from './contrary';
import { expectedShape } from './expected';
import type { Shape } from './shape';

/** The shapes that the stand-in can take: as the API is imagined, and as differently as it may be. */
export const SHAPES = ['expected', 'contrary'] as const;

export type ShapeName = (typeof SHAPES)[number];

/** @param lists how the expected shape answers lists; the contrary one has its own ways */
export function shapeOf(name: ShapeName, lists: ListBehaviour): Shape {
	return name === 'contrary' ? contraryShape : expectedShape(lists);
}
