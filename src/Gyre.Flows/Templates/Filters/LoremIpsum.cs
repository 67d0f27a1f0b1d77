using System.Text;
using Gyre.Flows.Templates.Objects;
using Gyre.Flows.Templates.Python;
using Gyre.Flows.Templates.Rendering;
using Gyre.Flows.Values;

namespace Gyre.Flows.Templates.Filters;

/// <summary><c>lipsum()</c>: paragraphs of words that mean nothing.</summary>
internal static class LoremIpsum
{
    private const string Words =
        "a ac accumsan ad adipiscing aenean aliquam aliquet amet ante aptent arcu at auctor augue bibendum blandit " +
        "class commodo condimentum congue consectetuer consequat conubia convallis cras cubilia cum curabitur curae " +
        "cursus dapibus diam dictum dictumst dignissim dis dolor donec dui duis egestas eget eleifend elementum elit " +
        "enim erat eros est et etiam eu euismod facilisi facilisis fames faucibus felis fermentum feugiat fringilla " +
        "fusce gravida habitant habitasse hac hendrerit hymenaeos iaculis id imperdiet in inceptos integer interdum " +
        "ipsum justo lacinia lacus laoreet lectus leo libero ligula litora lobortis lorem luctus maecenas magna magnis " +
        "malesuada massa mattis mauris metus mi molestie mollis montes morbi mus nam nascetur natoque nec neque netus " +
        "nibh nisi nisl non nonummy nostra nulla nullam nunc odio orci ornare parturient pede pellentesque penatibus " +
        "per pharetra phasellus placerat platea porta porttitor posuere potenti praesent pretium primis proin pulvinar " +
        "purus quam quis quisque rhoncus ridiculus risus rutrum sagittis sapien scelerisque sed sem semper senectus sit " +
        "sociis sociosqu sodales sollicitudin suscipit suspendisse taciti tellus tempor tempus tincidunt torquent " +
        "tortor tristique turpis ullamcorper ultrices ultricies urna ut varius vehicula vel velit venenatis vestibulum " +
        "vitae vivamus viverra volutpat vulputate";

    private static readonly string[] All = Words.Split(' ');

    public static object? Generate(RenderContext context, object?[] a)
    {
        var (count, min, max) = (Numbers.ToIndex(a[0]), Numbers.ToIndex(a[2]), Numbers.ToIndex(a[3]));
        if (max <= min)
        {
            throw PythonError.ValueError($"empty range for randrange() ({min}, {max}, {max - min})");
        }

        SizeGuard.Text(Math.Max(0L, count) * Math.Max(0, max) * 12);
        var paragraphs = Enumerable.Range(0, Math.Max(0, count)).Select(_ => Paragraph(context.Random, min, max)).ToList();
        return PythonText.Truth(a[1])
            ? new Markup(string.Join('\n', paragraphs.Select(p => $"<p>{p}</p>")))
            : string.Join("\n\n", paragraphs);
    }

    private static string Paragraph(Random random, int min, int max)
    {
        var text = new StringBuilder();
        string? last = null;
        var (capital, lastComma, lastStop) = (true, 0, 0);
        var length = random.Next(min, max);
        for (var i = 0; i < length; i++)
        {
            string word;
            do
            {
                word = All[random.Next(All.Length)];
            }
            while (word == last);
            last = word;
            text.Append(i > 0 ? " " : "").Append(capital ? CaseMapping.Capitalize(word) : word);
            capital = false;
            if (i - random.Next(3, 8) > lastComma)
            {
                lastComma = i;
                lastStop += 2;
                text.Append(',');
            }

            if (i - random.Next(10, 20) > lastStop)
            {
                lastComma = lastStop = i;
                text.Append('.');
                capital = true;
            }
        }

        return text.ToString().TrimEnd(',', '.') + ".";
    }
}
