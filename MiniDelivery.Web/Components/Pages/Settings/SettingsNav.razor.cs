using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniDelivery.Web.Components.Shared;

namespace MiniDelivery.Web.Components.Pages.Settings;

/// <summary>The parts of the settings.</summary>
public enum SettingsPart
{
    /// <summary>«Объекты».</summary>
    Restaurants,

    /// <summary>«Касса».</summary>
    Till,

    /// <summary>«Люди».</summary>
    Staff,

    /// <summary>«Оповещения».</summary>
    Alerts,

    /// <summary>«Терминалы».</summary>
    Terminals,

    /// <summary>«Внешний вид».</summary>
    Appearance,

    /// <summary>«Персональные данные».</summary>
    PersonalData,

    /// <summary>«Подключения».</summary>
    Connections,

    /// <summary>«Меню и соответствия».</summary>
    Menu,

    /// <summary>«Лицензия».</summary>
    License,

    /// <summary>«События магазинам».</summary>
    Webhooks,

    /// <summary>«Журнал».</summary>
    Audit,

    /// <summary>«Состояние системы».</summary>
    System,
}

/// <summary>From one part of the settings to another; each person sees those that are theirs.</summary>
public sealed partial class SettingsNav(IStringLocalizer<Words> words) : ComponentBase
{
    /// <summary>Where one is.</summary>
    [Parameter]
    [EditorRequired]
    public SettingsPart Active { get; set; }

    private string ClassOf(SettingsPart part) => part == Active ? "md-btn md-btn-primary" : "md-btn";

    private string? CurrentOf(SettingsPart part) => part == Active ? "page" : null;
}
