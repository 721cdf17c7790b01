import * as echarts from 'echarts';

import { type Measure, ratiosOf } from './results';

const WIDTH = 760;
const ROW = 44;
const TEXT = '#57606a';
const OWN_COLOR = '#6c3fb4';
const OTHER_COLOR = '#b3b9c2';

/** A bar per contender: the median of its ratios to the base, with a line from the least to the largest of them. */
export function plot(measure: Measure): string {
	const names = Object.keys(measure.values).reverse();
	const spreads = names.map((name) => ratiosOf(measure, name));
	const chart = echarts.init(null, null, {
		renderer: 'svg',
		ssr: true,
		width: WIDTH,
		height: 70 + ROW * names.length,
	});
	const label = { color: TEXT, fontSize: 13 };
	chart.setOption({
		animation: false,
		backgroundColor: '#ffffff',
		grid: { left: 10, right: 70, top: 10, bottom: 40, containLabel: true },
		xAxis: {
			type: 'value',
			min: 0,
			name: `${measure.title}, times ${measure.base}`,
			nameLocation: 'middle',
			nameGap: 28,
			nameTextStyle: label,
			axisLabel: label,
			splitLine: { lineStyle: { color: '#e6e8eb' } },
		},
		yAxis: {
			type: 'category',
			data: names.map((name, index) => `${name}  ${Number(spreads[index].median.toPrecision(3))}`),
			axisLabel: label,
			axisTick: { show: false },
		},
		series: [
			{
				type: 'bar',
				barWidth: 20,
				data: spreads.map(({ median }, index) => ({
					value: median,
					itemStyle: { color: /claritalk/i.test(names[index]) ? OWN_COLOR : OTHER_COLOR },
				})),
			},
			{
				type: 'custom',
				encode: { x: [0, 1], y: 2 },
				data: spreads.map(({ min, max }, index) => [min, max, index]),
				renderItem: (_: unknown, api: echarts.CustomSeriesRenderItemAPI) => {
					const [left, y] = api.coord([api.value(0), api.value(2)]);
					const [right] = api.coord([api.value(1), api.value(2)]);
					return {
						type: 'line',
						shape: { x1: left, y1: y, x2: right, y2: y },
						style: { stroke: '#1f2328', lineWidth: 2 },
					};
				},
				z: 3,
			},
		],
	} as echarts.EChartsOption);
	const svg = chart.renderToSVGString();
	chart.dispose();
	return svg;
}
