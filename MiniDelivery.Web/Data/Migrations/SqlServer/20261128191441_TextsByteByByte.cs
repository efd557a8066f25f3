using System;
using System.Collections.Generic;
using System.Globalization;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MiniDelivery.Web.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class TextsByteByByte : Migration
    {
        private const string ByteByByte = "Latin1_General_100_BIN2";

        // What the tool would write is an AlterColumn of twelve lines for each of these, there and back.
        private static readonly Dictionary<string, string[]> _texts = new()
        {
            ["AlertDispatches"] =
            [
                "Trouble nvarchar(40)?",
                "State nvarchar(20)",
                "Rung nvarchar(20)",
            ],
            ["AlertSettings"] =
            [
                "TestStartedBy nvarchar(200)?",
                "Sources nvarchar(max)",
            ],
            ["ApiKeys"] =
            [
                "ScopeList nvarchar(200)",
                "Label nvarchar(60)?",
            ],
            ["AspNetRoleClaims"] =
            [
                "ClaimValue nvarchar(max)?",
                "ClaimType nvarchar(max)?",
            ],
            ["AspNetRoles"] =
            [
                "NormalizedName nvarchar(256)?",
                "Name nvarchar(256)?",
                "ConcurrencyStamp nvarchar(max)?",
            ],
            ["AspNetUserClaims"] =
            [
                "ClaimValue nvarchar(max)?",
                "ClaimType nvarchar(max)?",
            ],
            ["AspNetUserLogins"] =
            [
                "ProviderDisplayName nvarchar(max)?",
                "ProviderKey nvarchar(128)",
                "LoginProvider nvarchar(128)",
            ],
            ["AspNetUserTokens"] =
            [
                "Value nvarchar(max)?",
                "Name nvarchar(128)",
                "LoginProvider nvarchar(128)",
            ],
            ["AspNetUsers"] =
            [
                "UserName nvarchar(256)?",
                "SecurityStamp nvarchar(max)?",
                "PhoneNumber nvarchar(256)?",
                "PasswordHash nvarchar(max)?",
                "NormalizedUserName nvarchar(256)?",
                "NormalizedEmail nvarchar(256)?",
                "Email nvarchar(256)?",
                "DisplayName nvarchar(200)",
                "ConcurrencyStamp nvarchar(max)?",
            ],
            ["AuditEntries"] =
            [
                "Who nvarchar(200)",
                "What nvarchar(60)",
                "Subject nvarchar(200)?",
                "Old nvarchar(2000)?",
                "New nvarchar(2000)?",
                "From nvarchar(200)?",
            ],
            ["Couriers"] =
            [
                "Phone nvarchar(60)",
                "Name nvarchar(100)",
            ],
            ["DataProtectionKeys"] =
            [
                "Xml nvarchar(max)?",
                "FriendlyName nvarchar(max)?",
            ],
            ["DayDishes"] =
            [
                "Sales nvarchar(max)",
            ],
            ["DayFigures"] =
            [
                "Figures nvarchar(max)",
                "Courier nvarchar(200)",
            ],
            ["DishMappings"] =
            [
                "Name nvarchar(200)",
                "ChosenBy nvarchar(200)",
            ],
            ["EscalationSettings"] =
            [
                "WebhookUrl nvarchar(2000)",
                "WebhookKey nvarchar(4000)",
                "TelegramToken nvarchar(4000)",
                "TelegramChat nvarchar(100)",
                "Rungs nvarchar(max)",
                "MailUser nvarchar(254)",
                "MailTo nvarchar(254)",
                "MailSecurity nvarchar(20)",
                "MailPassword nvarchar(4000)",
                "MailHost nvarchar(254)",
                "MailFrom nvarchar(254)",
            ],
            ["Guests"] =
            [
                "SearchText nvarchar(322)",
                "PhoneKey varchar(60)",
                "Phone nvarchar(60)",
                "Notes nvarchar(1000)",
                "Name nvarchar(200)",
                "Block_Reason nvarchar(300)?",
                "Block_By nvarchar(200)?",
                "Addresses nvarchar(max)",
            ],
            ["Handoffs"] =
            [
                "Trouble_Text nvarchar(1000)?",
                "Trouble_Code nvarchar(60)?",
                "Table nvarchar(200)?",
                "State nvarchar(20)",
                "Seen_Packages nvarchar(max)?",
                "Seen_OpenBy nvarchar(200)?",
                "OrderName nvarchar(200)?",
                "Marker nvarchar(20)",
                "Edit nvarchar(max)?",
                "Act nvarchar(20)",
            ],
            ["InboxItems"] =
            [
                "State nvarchar(20)",
                "SettledBy nvarchar(200)?",
                "Reason nvarchar(300)?",
                "Problem nvarchar(60)",
                "Hash varchar(64)",
                "ContentType nvarchar(200)?",
            ],
            ["IntakeChanges"] =
            [
                "Reason nvarchar(20)?",
                "Mode nvarchar(20)",
                "By nvarchar(200)",
                "Before nvarchar(20)",
            ],
            ["IntakeStates"] =
            [
                "Reason nvarchar(20)?",
                "Mode nvarchar(20)",
                "By nvarchar(200)?",
            ],
            ["KeptAnswers"] =
            [
                "Fingerprint varchar(64)",
                "Body nvarchar(max)",
            ],
            ["LicenseSequences"] =
            [
                "Pending_Xml nvarchar(max)?",
            ],
            ["MenuSnapshots"] =
            [
                "Items nvarchar(max)",
            ],
            ["OrderDrafts"] =
            [
                "Content nvarchar(max)",
                "Who nvarchar(200)",
            ],
            ["OrderFacts"] =
            [
                "Status nvarchar(20)",
                "Stage nvarchar(20)",
                "Reason nvarchar(30)?",
                "Courier nvarchar(200)",
                "AcceptedBy nvarchar(200)",
            ],
            ["OrderLines"] =
            [
                "Name nvarchar(200)",
                "Modifiers nvarchar(max)",
                "Comment nvarchar(1000)?",
                "Code nvarchar(60)?",
            ],
            ["OrderSteps"] =
            [
                "Terminal nvarchar(200)?",
                "Status nvarchar(20)",
                "Note nvarchar(1000)?",
                "Kind nvarchar(30)",
                "By nvarchar(200)",
            ],
            ["Orders"] =
            [
                "Warnings nvarchar(max)",
                "Type nvarchar(20)",
                "Status nvarchar(20)",
                "SearchText nvarchar(780)",
                "PhoneKey varchar(60)?",
                "Payment_Method nvarchar(20)",
                "Metadata nvarchar(max)",
                "LookAlikes nvarchar(max)",
                "GuestPhone nvarchar(60)",
                "GuestName nvarchar(200)",
                "GuestEmail nvarchar(254)?",
                "Fingerprint varchar(64)",
                "CourierName nvarchar(100)",
                "Comment nvarchar(1000)?",
                "Cancellation_Reason nvarchar(30)?",
                "Cancellation_Comment nvarchar(1000)?",
                "Cancellation_By nvarchar(200)?",
                "CancelWish_Reason nvarchar(30)?",
                "CancelWish_Comment nvarchar(1000)?",
                "CancelWish_By nvarchar(200)?",
                "CallbackUrl nvarchar(2000)?",
                "Address_Text nvarchar(500)?",
                "Address_Intercom nvarchar(60)?",
                "Address_Floor nvarchar(60)?",
                "Address_Entrance nvarchar(60)?",
                "Address_Comment nvarchar(1000)?",
                "Address_Apartment nvarchar(60)?",
            ],
            ["PushKeys"] =
            [
                "Secret nvarchar(4000)",
            ],
            ["PushSubscriptions"] =
            [
                "SignIn nvarchar(256)",
                "P256dh varchar(100)",
                "Language varchar(2)",
                "EndpointHash varchar(64)",
                "Endpoint nvarchar(2000)",
                "Auth varchar(100)",
            ],
            ["Restaurants"] =
            [
                "TimeZone nvarchar(60)",
                "Theme nvarchar(20)?",
                "Name nvarchar(200)",
                "Mark nvarchar(20)?",
                "LicenseToken nvarchar(max)?",
                "Language nvarchar(10)?",
                "Hours nvarchar(max)",
                "Currency nvarchar(3)",
                "Country nvarchar(2) = RU",
                "Code nvarchar(60)",
            ],
            ["Sources"] =
            [
                "Name nvarchar(200)",
                "DefaultPayment nvarchar(20)?",
                "Colour nvarchar(20)",
                "AutoAccept nvarchar(max)",
            ],
            ["StaffPins"] =
            [
                "Hash nvarchar(1000)",
            ],
            ["StaffPosts"] =
            [
                "Role nvarchar(20)",
            ],
            ["SystemChanges"] =
            [
                "Machine nvarchar(60)",
                "Part nvarchar(20)",
                "Subject nvarchar(60)",
                "Level nvarchar(20)",
                "Code nvarchar(60)",
                "Detail nvarchar(200)?",
            ],
            ["Terminals"] =
            [
                "TestedBy nvarchar(200)?",
                "Sound nvarchar(20)",
                "SeenBy nvarchar(200)?",
                "Name nvarchar(60)",
            ],
            ["TillSettings"] =
            [
                "Waiter nvarchar(20)",
                "User nvarchar(300)",
                "Url nvarchar(300)",
                "Timeout nvarchar(20)",
                "Table nvarchar(20)",
                "Station nvarchar(20)",
                "PasswordSecret nvarchar(max)",
                "OrderType nvarchar(20)",
                "OrderCategory nvarchar(20)",
                "Manager nvarchar(20)",
                "LicenseTokenSecret nvarchar(max)",
                "LicenseAnchor nvarchar(300)",
                "GuestType nvarchar(20)",
                "DeleteReason nvarchar(20)",
                "ChangedBy nvarchar(200)?",
                "CertificateThumbprint nvarchar(100)",
            ],
            ["WebhookAttempts"] =
            [
                "Trouble nvarchar(20)?",
                "Answer nvarchar(4000)?",
            ],
            ["WebhookDeliveries"] =
            [
                "Type varchar(40)",
                "State nvarchar(20)",
                "MessageId varchar(40)",
                "CallbackUrl nvarchar(2000)?",
                "Body nvarchar(max)?",
            ],
            ["WebhookEndpoints"] =
            [
                "Url nvarchar(2000)",
                "Secret nvarchar(1000)",
                "OldSecret nvarchar(1000)?",
                "Off nvarchar(20)?",
                "Events nvarchar(500)",
            ],
        };

        // The tool makes indexes anew around a column, but no primary keys.
        private static readonly (string Table, string[] Columns)[] _keys =
        [
            ("AlertDispatches", ["OrderId", "Rung"]),
            ("AspNetUserLogins", ["LoginProvider", "ProviderKey"]),
            ("AspNetUserTokens", ["UserId", "LoginProvider", "Name"]),
            ("OrderDrafts", ["RestaurantId", "TerminalId", "Who"]),
        ];

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            Compare(migrationBuilder, ByteByByte, null);

            // The form in which texts are searched has е for ё from now on.
            migrationBuilder.Sql("UPDATE [Orders] SET [SearchText] = REPLACE([SearchText], N'ё', N'е') WHERE [SearchText] LIKE N'%ё%'");
            migrationBuilder.Sql("UPDATE [Guests] SET [SearchText] = REPLACE([SearchText], N'ё', N'е') WHERE [SearchText] LIKE N'%ё%'");

            migrationBuilder.CreateTable(
                name: "CommitMarks",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    At = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CommitMarks", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_CommitMarks_At",
                table: "CommitMarks",
                column: "At");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "CommitMarks");

            Compare(migrationBuilder, null, ByteByByte);
        }

        private static void Compare(MigrationBuilder migrationBuilder, string collation, string oldCollation)
        {
            foreach (var (table, _) in _keys)
            {
                migrationBuilder.DropPrimaryKey($"PK_{table}", table);
            }

            foreach (var (table, columns) in _texts)
            {
                foreach (var column in columns)
                {
                    Compare(migrationBuilder, table, column.Split(' '), collation, oldCollation);
                }
            }

            foreach (var (table, columns) in _keys)
            {
                migrationBuilder.AddPrimaryKey($"PK_{table}", table, columns);
            }
        }

        // Name, type, "?" where it may be null, "= …" where it has a default.
        private static void Compare(MigrationBuilder migrationBuilder, string table, string[] column, string collation, string oldCollation)
        {
            var nullable = column[1].EndsWith('?');
            var type = column[1].TrimEnd('?');
            var unicode = type[0] is 'n' ? (bool?)null : false;
            int? length = type.EndsWith("(max)", StringComparison.Ordinal) ? null : int.Parse(type.Split('(', ')')[1], CultureInfo.InvariantCulture);
            var value = column is [.., "=", var given] ? given : null;
            migrationBuilder.AlterColumn<string>(
                column[0], table, type, unicode, length, nullable: nullable, defaultValue: value, collation: collation,
                oldClrType: typeof(string), oldType: type, oldUnicode: unicode, oldMaxLength: length, oldNullable: nullable, oldDefaultValue: value, oldCollation: oldCollation);
        }
    }
}
