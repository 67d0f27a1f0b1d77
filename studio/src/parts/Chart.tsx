import { useEffect, useRef } from "react";
import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { init, use as register, type EChartsType } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import type { EChartsOption } from "echarts";
import { series } from "../theme/theme";
import { useAppearance } from "../theme/ThemeProvider";

register([BarChart, LineChart, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, CanvasRenderer]);

interface Props {
  /** Says what the picture shows; the numbers themselves stand in a table beside it. */
  label: string;
  option: EChartsOption;
  height?: number;
}

/** A chart in the theme's colours. Tooltips are drawn, not HTML: the page's policy allows no styles from strings. */
export default function Chart({ label, option, height = 260 }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(null);
  const { isDark } = useAppearance();

  useEffect(() => {
    const element = place.current;
    if (!element) {
      return;
    }
    const made = init(element);
    chart.current = made;
    const watcher = new ResizeObserver(() => made.resize());
    watcher.observe(element);
    return () => {
      watcher.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);

  useEffect(() => {
    const ink = isDark ? "#d6d6d6" : "#424242";
    const faint = isDark ? "#3d3d3d" : "#e0e0e0";
    const yAxis = option.yAxis as { axisLabel?: unknown } | undefined;
    chart.current?.setOption(
      {
        color: [...(isDark ? series.dark : series.light)],
        backgroundColor: "transparent",
        textStyle: { color: ink, fontFamily: "system-ui, sans-serif" },
        animation: !window.matchMedia("(prefers-reduced-motion: reduce)").matches,
        animationDuration: 200,
        grid: { left: 8, right: 16, top: 36, bottom: 8, containLabel: true },
        ...option,
        legend: { top: 0, left: 0, type: "scroll", textStyle: { color: ink }, pageTextStyle: { color: ink }, icon: "roundRect", itemWidth: 12, itemHeight: 12, ...(option.legend as object | undefined) },
        tooltip: {
          renderMode: "richText",
          trigger: "axis",
          axisPointer: { type: "shadow" },
          backgroundColor: isDark ? "#292929" : "#ffffff",
          borderColor: faint,
          textStyle: { color: ink, fontSize: 12 },
          ...(option.tooltip as object | undefined),
        },
        xAxis: { axisLine: { lineStyle: { color: faint } }, axisTick: { show: false }, ...(option.xAxis as object | undefined), axisLabel: { color: ink, hideOverlap: true } },
        yAxis: { splitLine: { lineStyle: { color: faint } }, ...yAxis, axisLabel: { color: ink, ...(yAxis?.axisLabel as object | undefined) } },
      },
      { notMerge: true },
    );
  }, [option, isDark]);

  return <div ref={place} role="img" aria-label={label} style={{ height, width: "100%" }} />;
}
