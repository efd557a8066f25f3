using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MiniDelivery.Web.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Escalation : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "LouderSince",
                table: "Orders",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "AlertDispatches",
                columns: table => new
                {
                    OrderId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Rung = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    DueAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    Trouble = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AlertDispatches", x => new { x.OrderId, x.Rung });
                    table.ForeignKey(
                        name: "FK_AlertDispatches_Orders_OrderId",
                        column: x => x.OrderId,
                        principalTable: "Orders",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "EscalationSettings",
                columns: table => new
                {
                    RestaurantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Rungs = table.Column<string>(type: "TEXT", nullable: false),
                    QuietFrom = table.Column<TimeOnly>(type: "TEXT", nullable: true),
                    QuietUntil = table.Column<TimeOnly>(type: "TEXT", nullable: true),
                    TelegramChat = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    TelegramToken = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    WebhookUrl = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    WebhookKey = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    MailHost = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    MailPort = table.Column<int>(type: "INTEGER", nullable: false),
                    MailSecurity = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    MailUser = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    MailPassword = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    MailFrom = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    MailTo = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_EscalationSettings", x => x.RestaurantId);
                    table.ForeignKey(
                        name: "FK_EscalationSettings_Restaurants_RestaurantId",
                        column: x => x.RestaurantId,
                        principalTable: "Restaurants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "PushKeys",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    Secret = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PushKeys", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "PushSubscriptions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    RestaurantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    SignIn = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Endpoint = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    EndpointHash = table.Column<string>(type: "TEXT", unicode: false, maxLength: 64, nullable: false),
                    P256dh = table.Column<string>(type: "TEXT", unicode: false, maxLength: 100, nullable: false),
                    Auth = table.Column<string>(type: "TEXT", unicode: false, maxLength: 100, nullable: false),
                    Language = table.Column<string>(type: "TEXT", unicode: false, maxLength: 2, nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PushSubscriptions", x => x.Id);
                    table.ForeignKey(
                        name: "FK_PushSubscriptions_Restaurants_RestaurantId",
                        column: x => x.RestaurantId,
                        principalTable: "Restaurants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_AlertDispatches_State_DueAt",
                table: "AlertDispatches",
                columns: new[] { "State", "DueAt" });

            migrationBuilder.CreateIndex(
                name: "IX_PushSubscriptions_EndpointHash",
                table: "PushSubscriptions",
                column: "EndpointHash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_PushSubscriptions_RestaurantId",
                table: "PushSubscriptions",
                column: "RestaurantId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "AlertDispatches");

            migrationBuilder.DropTable(
                name: "EscalationSettings");

            migrationBuilder.DropTable(
                name: "PushKeys");

            migrationBuilder.DropTable(
                name: "PushSubscriptions");

            migrationBuilder.DropColumn(
                name: "LouderSince",
                table: "Orders");
        }
    }
}
