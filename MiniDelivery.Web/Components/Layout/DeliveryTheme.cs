using MudBlazor;

namespace MiniDelivery.Web.Components.Layout;

/// <summary>MudBlazor's parts in the colours and the type of app.css: the same values, because Mud must compute shades from them.</summary>
public static class DeliveryTheme
{
    private static readonly string[] _fonts = ["Inter Variable", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"];

    /// <summary>The one theme of the product.</summary>
    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#0b6b6b",
            PrimaryContrastText = "#ffffff",
            Secondary = "#c2185b",
            SecondaryContrastText = "#ffffff",
            Tertiary = "#5b2bc4",
            Info = "#1657c0",
            Success = "#0a7a48",
            Warning = "#a3470a",
            Error = "#b3231b",
            Dark = "#16202e",
            TextPrimary = "#1c2733",
            TextSecondary = "#5b6875",
            TextDisabled = "#5b687599",
            ActionDefault = "#5b6875",
            Background = "#f3f5f8",
            BackgroundGray = "#eef1f5",
            Surface = "#ffffff",
            AppbarBackground = "#16202e",
            AppbarText = "#eef3f8",
            DrawerBackground = "#ffffff",
            DrawerText = "#1c2733",
            LinesDefault = "#e3e8ee",
            LinesInputs = "#768393",
            TableLines = "#e3e8ee",
            TableHover = "#eef2f6",
            Divider = "#e3e8ee",
            Skeleton = "#e3e8ee",
            OverlayDark = "#0a101873",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#39b3a9",
            PrimaryContrastText = "#06201f",
            Secondary = "#ff8fb8",
            SecondaryContrastText = "#2a0716",
            Tertiary = "#b9a2ff",
            TertiaryContrastText = "#18222d",
            Info = "#8bb8ff",
            InfoContrastText = "#18222d",
            Success = "#6bd6a2",
            SuccessContrastText = "#18222d",
            Warning = "#ffb86b",
            WarningContrastText = "#18222d",
            Error = "#ff9a92",
            ErrorContrastText = "#2b0a08",
            Dark = "#0c1219",
            TextPrimary = "#e6ecf2",
            TextSecondary = "#9aa8b6",
            TextDisabled = "#9aa8b699",
            ActionDefault = "#9aa8b6",
            Background = "#121a23",
            BackgroundGray = "#0c1219",
            Surface = "#18222d",
            AppbarBackground = "#0c1219",
            AppbarText = "#eef3f8",
            DrawerBackground = "#18222d",
            DrawerText = "#e6ecf2",
            LinesDefault = "#263241",
            LinesInputs = "#6b7b8c",
            TableLines = "#263241",
            TableHover = "#1f2b38",
            Divider = "#263241",
            Skeleton = "#263241",
            OverlayDark = "#00000099",
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "10px", AppbarHeight = "56px" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = _fonts, FontSize = "15px", LineHeight = "1.4", LetterSpacing = "normal" },
            H6 = new H6Typography { FontFamily = _fonts, FontSize = "19px", FontWeight = "700", LetterSpacing = "normal" },
            Body1 = new Body1Typography { FontFamily = _fonts, FontSize = "15px", LineHeight = "1.4", LetterSpacing = "normal" },
            Body2 = new Body2Typography { FontFamily = _fonts, FontSize = "13.5px", LineHeight = "1.4", LetterSpacing = "normal" },
            Button = new ButtonTypography { FontFamily = _fonts, FontSize = "15px", FontWeight = "600", LetterSpacing = "normal", TextTransform = "none" },
            Caption = new CaptionTypography { FontFamily = _fonts, FontSize = "12.5px", LetterSpacing = "normal" },
        },
    };
}
