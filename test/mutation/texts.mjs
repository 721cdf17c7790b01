import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/** Texts for people: a string that has a blank in it is one. */
const texts = {
	shouldIgnore: ({ node }) =>
		node.type === 'StringLiteral' && node.value.includes(' ') ? 'a text for people' : undefined,
};

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'texts', texts)];
